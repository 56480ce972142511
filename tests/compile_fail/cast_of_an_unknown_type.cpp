// error: the server has no public handle_cast that takes this request
#include "../counter.hpp"
struct tick {};
void f(const otp::server_ref<counter>& c) { otp::cast(c, tick{}); }
