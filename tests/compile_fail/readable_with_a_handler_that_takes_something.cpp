// error: the handler of readable and writable takes nothing
#include <otp/otp.hpp>
void f() {
  otp::receive(otp::readable(0) >> [](int) {});
}
