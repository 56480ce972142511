// error: this class is no server; derive it from otp::gen_server<itself>
#include <otp/otp.hpp>
struct plain {};
void f() { otp::start<plain>(); }
