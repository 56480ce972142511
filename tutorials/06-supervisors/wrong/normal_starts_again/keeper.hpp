// Wrong: what has ended is started again
// Refused with: the work is not started again
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    for (int failures = 0; failures <= most; ++failures) {
      const otp::pid child = otp::spawn_link("work", work);
      const auto [from, reason] = otp::receive([](const otp::exit_message& e) { return e; });
      if (from == child) continue;
      otp::exit(child, otp::kill);
      otp::await_down(otp::monitor(child));
      otp::exit(reason);
    }
    otp::exit("too_many_failures");
  });
}
