// error: the server has no public handle_call that takes this request
#include <otp/otp.hpp>
struct ask {
  using reply = int;
};
class s : public otp::gen_server<s> {
 public:
  int handle_call(ask&) { return 1; }
};
void f(const otp::server_ref<s>& to) { otp::call(to, ask{}); }
