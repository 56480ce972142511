// error: the server has no public handle_cast that takes this request
#include "../counter.hpp"
void f(const otp::server_ref<counter>& c) { otp::cast(c, get{}); }
