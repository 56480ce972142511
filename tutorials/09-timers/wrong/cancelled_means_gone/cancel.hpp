// Wrong: what has been flushed was cancelled
// Refused with: it had fired before it was cancelled
#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) {
  if (otp::cancel_timer(timer)) return true;
  return otp::receive(otp::when([&](const otp::timer_timeout& t) { return t.ref == timer; },
                                [](const otp::timer_timeout&) { return true; }),
                      otp::after(otp::duration::zero(), [] { return false; }));
}
