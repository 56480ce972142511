// Wrong: the timeout in the mailbox is that of my timer
// Refused with: the message of another timer was taken
#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) {
  if (otp::cancel_timer(timer)) return true;
  otp::receive([](const otp::timer_timeout&) {}, otp::after(otp::duration::zero(), [] {}));
  return false;
}
