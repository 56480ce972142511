// error: the request's type must say what it is answered with
#include "../counter.hpp"
void f(const otp::pid& c) { otp::call(c, reset{}); }
