#pragma once

#include <string>

#include <otp/otp.hpp>

struct press {};
struct espresso {
  using reply = bool;
};
struct lamp {
  using reply = std::string;
};
struct time_up {};

struct off {};
struct heating {};
struct ready {};

class espresso_machine : public otp::gen_statem<espresso_machine, otp::states<off, heating, ready>> {
 public:
  espresso_machine() : gen_statem(off{}) {}

  next on(off&, press) { return go(heating{}); }
  void on(off&, time_up) {}
  next on(off&, lamp, otp::from<std::string> guest) { return keep().reply(guest, "off"); }

  entered enter(heating&) { return entered().timeout(otp::state_timeout, std::chrono::seconds(30), time_up{}); }
  next on(heating&, time_up) { return go(ready{}); }
  next on(heating&, press) { return go(off{}); }
  next on(heating&, lamp, otp::from<std::string> guest) { return keep().reply(guest, "heating"); }

  entered enter(ready&) { return entered().timeout(otp::state_timeout, idle, time_up{}); }
  next on(ready&, time_up) { return go(off{}); }
  next on(ready&, press) { return go(off{}); }
  next on(ready&, espresso, otp::from<bool> guest) {
    return keep().reply(guest, true).timeout(otp::state_timeout, idle, time_up{});
  }
  next on(ready&, lamp, otp::from<std::string> guest) { return keep().reply(guest, "ready"); }

  template <class State>
  next on(State&, espresso, otp::from<bool> guest) {
    return keep().reply(guest, false);
  }

 private:
  static constexpr otp::duration idle = std::chrono::minutes(10);
};
