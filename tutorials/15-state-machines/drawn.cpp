// drawn.cpp - what the line was seen to do in two hundred evenings, as a chart.
#include <cstdlib>
#include <iostream>

#include <otp/explore.hpp>
#include <otp/state_chart.hpp>

#include "line.hpp"

using namespace std::chrono_literals;

void evening(otp::duration bank_thinks) {
  const auto till = otp::start<line>();
  const auto guest = [=] { otp::try_call(till, pay{}, 1min); };
  otp::spawn(guest);
  otp::sleep_for(2s);
  const auto other_end = otp::start<bank>({.name = "bank"}, bank_thinks);
  otp::sleep_for(6s);
  otp::spawn(guest);
  otp::stop(other_end);
  otp::sleep_for(1min);
}

int main() {
  unsetenv("OTP_SCHEDULE");  // the tour runs each program under one schedule; this one is to try many
  otp::state_chart seen;
  for (const otp::duration bank_thinks : {100ms, 3000ms})
    otp::explore({.schedules = 100, .trace = seen.watch()}, [=] { evening(bank_thinks); });
  std::cout << seen.mermaid<line>();
}
