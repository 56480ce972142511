// seeded.cpp - what stands around the example of seeded.hpp's banner.
#include <otp/otp.hpp>

void in_main() {
  // the example
}
