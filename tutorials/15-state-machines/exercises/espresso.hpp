// Exercise 1: an espresso machine that switches itself off.
//
// A cast `press` switches it on: it heats for 30 s, and is ready. Pressed again while it heats or is ready, it is
// off. A call `espresso` is answered with `true` when it is ready, else with `false`, at once. When it has been ready
// for ten minutes without an espresso, it switches itself off. A call `lamp` is answered at once with "off",
// "heating" or "ready"; looking at the lamp neither makes the machine slower nor keeps it on.
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

struct off {};

class espresso_machine : public otp::gen_statem<espresso_machine, otp::states<off>> {
 public:
  espresso_machine() : gen_statem(off{}) {}

  void on(off&, press) {}
  next on(off&, espresso, otp::from<bool> guest) { return keep().reply(guest, false); }
  next on(off&, lamp, otp::from<std::string> guest) { return keep().reply(guest, "off"); }
};
