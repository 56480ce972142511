#include <otp/otp.hpp>

void in_main() {
  // the example
}
