// error: a type in `messages` has no public handle_call, handle_cast or handle_info that takes it
#include <otp/otp.hpp>
struct ask {
  using reply = int;
};
class s : public otp::gen_server<s> {
 public:
  using messages = otp::handles<ask>;
};
void f() { otp::start<s>(); }
