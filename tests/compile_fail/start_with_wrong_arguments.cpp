// error: no matching function for call to ‘start<counter>(const char [2])’|no matching function for call to 'start'
#include "../counter.hpp"
void f() { otp::start<counter>("x"); }
