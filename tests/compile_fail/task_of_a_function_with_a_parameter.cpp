// error: a task is a function without parameters; bind them by capture
#include <otp/otp.hpp>
void f() {
  otp::async([](int) { return 1; });
}
