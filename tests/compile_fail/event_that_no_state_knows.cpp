// error: the server has no public handle_cast that takes this request (a state machine: no on(state, request))
#include <otp/gen_statem.hpp>
struct a {};
struct poke {};
struct push {};
struct machine : otp::gen_statem<machine, otp::states<a>> {
  machine() : gen_statem(a{}) {}
  void on(a&, poke) {}
};
void f(const otp::server_ref<machine>& m) { otp::cast(m, push{}); }
