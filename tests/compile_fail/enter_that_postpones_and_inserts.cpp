// error: enter returns nothing, or entered: it can neither change the state, nor postpone, nor insert
#include <otp/gen_statem.hpp>
struct a {};
struct look {};
struct machine : otp::gen_statem<machine, otp::states<a>> {
  machine() : gen_statem(a{}) {}
  void on(a&, look) {}
  next enter(a&) { return keep().postpone().insert(look{}); }
};
void f() { otp::start<machine>(); }
