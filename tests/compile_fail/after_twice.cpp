// error: after(...) comes last, and once
#include <otp/otp.hpp>
void f() {
  otp::receive(otp::after(std::chrono::seconds(1), [] {}), otp::after(std::chrono::seconds(2), [] {}));
}
