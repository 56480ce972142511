// error: the server has no public handle_call that takes this request
#include "../counter.hpp"
struct subtract {
  using reply = int;
};
void f(const otp::server_ref<counter>& c) { otp::try_call(c, subtract{}); }
