#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) {
  if (otp::cancel_timer(timer)) return true;
  // It has fired: so its message is in the mailbox, or has been taken. There is nothing to wait for.
  otp::receive(otp::when([&](const otp::timer_timeout& t) { return t.ref == timer; }, [](const otp::timer_timeout&) {}),
               otp::after(otp::duration::zero(), [] {}));
  return false;
}
