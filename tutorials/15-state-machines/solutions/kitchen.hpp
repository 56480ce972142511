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
struct done {};

struct closed {};
struct idle {};
struct cooking {
  order what;
  otp::from<std::string> guest;
};

class kitchen : public otp::gen_statem<kitchen, otp::states<closed, idle, cooking>> {
 public:
  kitchen() : gen_statem(closed{}) {}

  next on(closed&, open_up) { return go(idle{}); }
  next on(idle&, const order& o, otp::from<std::string> guest) { return go(cooking{o, guest}); }
  entered enter(cooking& now) { return entered().timeout(otp::state_timeout, now.what.time, done{}); }
  next on(cooking& now, done) { return go(idle{}).reply(now.guest, now.what.dish); }
  next on(cooking& now, on_the_stove, otp::from<std::string> guest) { return keep().reply(guest, now.what.dish); }

  template <class State>
  next on(State&, const order&, otp::from<std::string>) {
    return keep().postpone();
  }
  template <class State>
  next on(State&, on_the_stove, otp::from<std::string> guest) {
    return keep().reply(guest, "nothing");
  }
  template <class State>
  void on(State&, open_up) {}
  template <class State>
  void on(State&, done) {}
};
