// error: the handlers of one receive return types that have no common type
#include <otp/otp.hpp>
void f() {
  otp::receive([](int) { return 1; }, [](const std::string&) { return std::string(); });
}
