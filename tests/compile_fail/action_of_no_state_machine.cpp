// error: no member named 'bogus'|no member named ‘bogus’
#include <otp/gen_statem.hpp>
struct a {};
struct poke {};
struct machine : otp::gen_statem<machine, otp::states<a>> {
  machine() : gen_statem(a{}) { after_init(keep().bogus()); }
  next on(a&, poke) { return keep(); }
};
