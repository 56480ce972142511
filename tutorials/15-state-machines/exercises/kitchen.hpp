// Exercise 2: a kitchen with one pan.
//
// The kitchen is closed at first; a cast `open_up` opens it, once and for all. A call `order` is answered with the
// name of the dish, when it is done: that takes `time`. There is one pan, so the dishes are made one after the other,
// in the order in which they were ordered. Guests may also order before the kitchen is open. A call `on_the_stove` is
// answered at once, whatever the kitchen does, with the dish in the pan, or "nothing".
#pragma once

#include <string>

#include <otp/otp.hpp>

struct open_up {};
struct order {
  using reply = std::string;
  std::string dish;
  otp::duration time;
};
struct on_the_stove {
  using reply = std::string;
};

struct closed {};
struct idle {};

class kitchen : public otp::gen_statem<kitchen, otp::states<closed, idle>> {
 public:
  kitchen() : gen_statem(closed{}) {}

  next on(closed&, open_up) { return go(idle{}); }
  void on(closed&, const order&, otp::from<std::string> /*guest*/) {}  // later

  void on(idle&, open_up) {}
  next on(idle&, const order& o, otp::from<std::string> guest) {
    otp::sleep_for(o.time);
    return keep().reply(guest, o.dish);
  }

  template <class State>
  next on(State&, on_the_stove, otp::from<std::string> guest) {
    return keep().reply(guest, "nothing");
  }
};
