#include <otp/otp.hpp>

void in_an_actor() {
  // the example
}
