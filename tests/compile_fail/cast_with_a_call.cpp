// error: the server has no handle_cast for this request
#include "../counter.hpp"
void f(const otp::server_ref<counter>& c) { otp::cast(c, get{}); }
