// error: this class has a terminate that cannot be called with a const otp::exit_reason&
#include <otp/otp.hpp>
class s : public otp::gen_server<s> {
 public:
  void terminate(otp::exit_reason&) {}
};
void f() { otp::start<s>(); }
