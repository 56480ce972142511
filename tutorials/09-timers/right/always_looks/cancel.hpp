// Right, too: it looks in any case
#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) {
  const bool in_time = otp::cancel_timer(timer).has_value();
  const auto mine = [&](const otp::timer_timeout& t) { return t.ref == timer; };
  otp::receive(otp::when(mine, [](const otp::timer_timeout&) {}), otp::after(otp::duration::zero(), [] {}));
  return in_time;
}
