// error: after
#include <otp/otp.hpp>
void f() {
  otp::receive(otp::after(std::chrono::seconds(1), [] {}), [](int) {});
}
