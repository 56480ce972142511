// keyed_registry.cpp - what stands around the example of keyed_registry.hpp's banner.
#include <otp/keyed_registry.hpp>

struct get {
  using reply = int;
};

void in_main() {
  // the example
}
