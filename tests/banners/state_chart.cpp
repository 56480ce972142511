// state_chart.cpp - what stands around the example of state_chart.hpp's banner.
#include <otp/state_chart.hpp>

#include <iostream>

#include <otp/explore.hpp>
#include <otp/gen_statem.hpp>

struct push {};
struct locked {};
struct turnstile : otp::gen_statem<turnstile, otp::states<locked>> {
  using messages = otp::handles<push>;
  turnstile() : gen_statem(locked{}) {}
  next on(locked&, push) { return keep().postpone(); }
};

void f() {
  // the example
}
