// Wrong: who gives up ends with the reason of the last failure
// Refused with: work that has failed once more than it may ends the keeper, with this reason
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    for (int failures = 0;;) {
      const otp::pid child = otp::spawn_link("work", work);
      const auto [from, reason] = otp::receive([](const otp::exit_message& e) { return e; });
      if (from != child) {
        otp::exit(child, otp::kill);
        otp::await_down(otp::monitor(child));
        otp::exit(reason);
      }
      if (reason == otp::normal) return;
      if (++failures > most) otp::exit(reason);
    }
  });
}
