// error: an actor is a function without parameters; bind them by capture
#include <otp/otp.hpp>
void f() {
  otp::spawn([](int) {});
}
