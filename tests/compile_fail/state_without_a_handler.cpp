// error: no public on(state, event) for this state and event
#include <otp/gen_statem.hpp>
struct a {};
struct b {};
struct poke {};
struct machine : otp::gen_statem<machine, otp::states<a, b>> {
  machine() : gen_statem(a{}) {}
  next on(a&, poke) { return go(b{}); }
};
void f(const otp::server_ref<machine>& m) { otp::cast(m, poke{}); }
