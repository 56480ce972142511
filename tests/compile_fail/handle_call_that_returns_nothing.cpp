// error: this handle_call returns nothing, but its request says it has a reply
#include <otp/otp.hpp>
struct ask {
  using reply = int;
};
class s : public otp::gen_server<s> {
 public:
  void handle_call(ask) {}
};
void f(const otp::server_ref<s>& to) { otp::call(to, ask{}); }
