// error: this server has no public constructor that takes these arguments
#include "../counter.hpp"
void f() { otp::try_start<counter>({.name = "c"}, "x"); }
