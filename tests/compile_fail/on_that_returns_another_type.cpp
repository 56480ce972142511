// error: on(state, event) returns nothing, or next: keep(), go(state), repeat() or stop()
#include <otp/gen_statem.hpp>
struct a {};
struct poke {};
struct machine : otp::gen_statem<machine, otp::states<a>> {
  machine() : gen_statem(a{}) {}
  int on(a&, poke) { return 30; }
};
void f(const otp::server_ref<machine>& m) { otp::cast(m, poke{}); }
