// Wrong: to flush is to empty the mailbox
// Refused with: all other messages stay
#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) {
  if (otp::cancel_timer(timer)) return true;
  for (bool more = true; more;)
    otp::receive([](const otp::message&) {}, otp::after(otp::duration::zero(), [&] { more = false; }));
  return false;
}
