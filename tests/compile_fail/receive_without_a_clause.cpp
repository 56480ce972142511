// error: receive needs a clause
#include <otp/otp.hpp>
void f() { otp::receive(); }
