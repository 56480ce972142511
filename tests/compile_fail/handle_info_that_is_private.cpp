// error: this class has a handle_info that no message reaches
#include <otp/otp.hpp>
class s : public otp::gen_server<s> {
  void handle_info(const otp::down&) {}
};
void f() { otp::start<s>(); }
