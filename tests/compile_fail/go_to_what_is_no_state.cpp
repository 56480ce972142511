// error: go: this is none of the machine's states
#include <otp/gen_statem.hpp>
struct a {};
struct b {};
struct poke {};
struct machine : otp::gen_statem<machine, otp::states<a>> {
  machine() : gen_statem(a{}) {}
  next on(a&, poke) { return go(b{}); }
};
