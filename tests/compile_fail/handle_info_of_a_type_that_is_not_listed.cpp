// error: this class has a handle_info that no message reaches
#include <otp/otp.hpp>
struct tick {};
class s : public otp::gen_server<s> {
 public:
  void handle_info(tick) {}
};
void f() { otp::start<s>(); }
