// error: the handler of any_message takes an otp::message
#include <otp/otp.hpp>
void f() {
  otp::receive(otp::any_message >> [](int) {});
}
