// error: this class has a format_status that cannot be called: is it public and const, and gives it a string?
#include <otp/otp.hpp>
class s : public otp::gen_server<s> {
 public:
  std::string format_status() { return "not const"; }
};
void f() { otp::start<s>(); }
