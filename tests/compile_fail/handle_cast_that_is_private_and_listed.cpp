// error: a type in `messages` has no public handle_call, handle_cast or handle_info that takes it
#include <otp/otp.hpp>
struct tick {};
class s : public otp::gen_server<s> {
 public:
  using messages = otp::handles<tick>;

 private:
  void handle_cast(tick) {}
};
void f() { otp::start<s>(); }
