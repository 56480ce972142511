// error: this server has no public constructor that takes these arguments
#include "../counter.hpp"
void f() { otp::simple_child<counter, std::string>(); }
