// Wrong: who is told to end is over
// Refused with: it has to be ended and waited for
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    otp::pid child = otp::spawn_link("work", work);
    for (int failures = 0;;) {
      const auto [from, reason] = otp::receive([](const otp::exit_message& e) { return e; });
      if (from != child) {
        otp::exit(child, otp::shutdown);
        otp::exit(reason);
      }
      if (reason == otp::normal) return;
      if (++failures > most) otp::exit("too_many_failures");
      child = otp::spawn_link("work", work);
    }
  });
}
