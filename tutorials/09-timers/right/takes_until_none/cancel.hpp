// Right, too: it is taken out as long as there is one
#pragma once

#include <otp/otp.hpp>

inline bool cancel_for_good(const otp::ref& timer) {
  if (otp::cancel_timer(timer)) return true;
  const auto mine = [timer](const otp::timer_timeout& t) { return t.ref == timer; };
  while (otp::receive(otp::when(mine, [](const otp::timer_timeout&) { return true; }),
                      otp::after(std::chrono::seconds(0), [] { return false; }))) {
  }
  return false;
}
