#include <otp/explore.hpp>
#include <otp/otp.hpp>

struct pong {};

void in_a_test() {
  // the example
}
