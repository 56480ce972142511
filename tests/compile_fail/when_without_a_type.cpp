// error: when: the guard and the handler have one parameter each, of a plain type
#include <otp/otp.hpp>
void f() {
  otp::receive(otp::when([](const auto&) { return true; }, [](int) {}));
}
