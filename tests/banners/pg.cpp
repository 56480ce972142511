// pg.cpp - what stands around the example of pg.hpp's banner.
#include <otp/pg.hpp>

struct hello {};

void in_main() {
  // the example
}
