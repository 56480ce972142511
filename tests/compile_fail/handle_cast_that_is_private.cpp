// error: the server has no public handle_cast that takes this request
#include <otp/otp.hpp>
struct tick {};
class s : public otp::gen_server<s> {
  void handle_cast(tick) {}
};
void f(const otp::server_ref<s>& to) { otp::cast(to, tick{}); }
