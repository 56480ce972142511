// error: enter returns nothing, or entered: it can neither change the state, nor postpone, nor insert
#include <otp/gen_statem.hpp>
struct a {};
struct b {};
struct machine : otp::gen_statem<machine, otp::states<a, b>> {
  machine() : gen_statem(a{}) {}
  next enter(a&) { return go(b{}); }
};
void f() { otp::start<machine>(); }
