// error: simple_child: this function does not take the extra arguments whose types are given
#include <otp/otp.hpp>
void f() {
  otp::simple_child<int>([](std::string) {});
}
