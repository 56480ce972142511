// Wrong: what was sent may still be on its way
// Refused with: this never waits
#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) {
  if (otp::cancel_timer(timer)) return true;
  otp::receive(otp::when([&](const otp::timer_timeout& t) { return t.ref == timer; }, [](const otp::timer_timeout&) {}),
               otp::after(std::chrono::milliseconds(10), [] {}));
  return false;
}
