// explore.cpp - what stands around the example of explore.hpp's banner.
#include <otp/explore.hpp>
#include <otp/otp.hpp>

struct pong {};

void in_a_test() {
  // the example
}
