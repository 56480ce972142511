// error: the request's type must say what it is answered with
#include "../counter.hpp"
void f(const otp::server_ref<counter>& c) { otp::call(c, "get"); }
