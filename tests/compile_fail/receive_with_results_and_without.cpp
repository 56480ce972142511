// error: the handlers of one receive all return something, or none does
#include <otp/otp.hpp>
void f() {
  otp::receive([](int) { return 1; }, [](const std::string&) {});
}
