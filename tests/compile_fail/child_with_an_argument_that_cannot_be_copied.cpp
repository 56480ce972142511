// error: each incarnation of a child gets copies of the arguments, and one of these cannot be copied
#include <otp/otp.hpp>
struct box : otp::gen_server<box> {
  explicit box(std::unique_ptr<int>) {}
};
void f() { otp::child<box>("b", std::make_unique<int>(1)); }
