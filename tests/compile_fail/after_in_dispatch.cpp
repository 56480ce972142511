// error: dispatch does not wait
#include <otp/otp.hpp>
void f(otp::message& m) {
  otp::dispatch(m, otp::after(std::chrono::seconds(1), [] {}));
}
