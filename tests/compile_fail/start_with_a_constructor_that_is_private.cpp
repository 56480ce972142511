// error: this server has no public constructor that takes these arguments
#include <otp/otp.hpp>
class s : public otp::gen_server<s> {
  explicit s(int);
};
void f() { otp::start<s>(1); }
