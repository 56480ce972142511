// error: this server has no public constructor that takes these arguments
#include "../counter.hpp"
void f() { otp::start_link<counter>(1, 2); }
