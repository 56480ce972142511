// Wrong: who is too late gets the message
// Refused with: it waits for a message that has been received before
#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) {
  if (otp::cancel_timer(timer)) return true;
  otp::receive(
      otp::when([&](const otp::timer_timeout& t) { return t.ref == timer; }, [](const otp::timer_timeout&) {}));
  return false;
}
