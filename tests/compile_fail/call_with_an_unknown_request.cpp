// error: the server has no handle_call for this request
#include "../counter.hpp"
struct subtract {
  using reply = int;
};
void f(const otp::server_ref<counter>& c) { otp::call(c, subtract{}); }
