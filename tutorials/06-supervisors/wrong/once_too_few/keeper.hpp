// Wrong: a start is a restart
// Refused with: failed work is started again: it runs once, and 3 times again
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    for (int starts = 0; starts < most; ++starts) {
      const otp::pid child = otp::spawn_link("work", work);
      const auto [from, reason] = otp::receive([](const otp::exit_message& e) { return e; });
      if (from != child) {
        otp::exit(child, otp::kill);
        otp::await_down(otp::monitor(child));
        otp::exit(reason);
      }
      if (reason == otp::normal) return;
    }
    otp::exit("too_many_failures");
  });
}
