// error: this handle_call returns another type than its request's reply
#include <otp/gen_server.hpp>
struct ask {
  using reply = int;
};
class s : public otp::gen_server<s> {
 public:
  std::string handle_call(ask) { return "1"; }
};
void f(const otp::server_ref<s>& to) { otp::call(to, ask{}); }
