// error: this class is no server; derive it from otp::gen_server<itself>
#include <otp/child_spec.hpp>
struct plain {};
void f() { otp::child<plain>("p"); }
