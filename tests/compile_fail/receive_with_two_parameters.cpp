// error: a receive clause is a handler with one parameter of a plain type
#include <otp/otp.hpp>
void f() {
  otp::receive([](int, int) {});
}
