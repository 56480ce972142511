// error: this class is a server of another class; derive it from otp::gen_server<itself>
#include "../counter.hpp"
struct better : counter {};
void f() { otp::start<better>(); }
