// Wrong: to restart is a loop with a monitor
// Refused with: the keeper was killed, and the work goes on: is it linked?
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    for (int failures = 0;;) {
      const auto [child, watch] = otp::spawn_monitor("work", work);
      const auto end = otp::receive([](const otp::down& d) { return d.reason; },
                                    [&, c = child](const otp::exit_message& e) {
                                      otp::exit(c, otp::shutdown);
                                      otp::receive([](const otp::down&) {});
                                      otp::exit(e.reason);
                                      return otp::normal;
                                    });
      if (end == otp::normal) return;
      if (++failures > most) otp::exit("too_many_failures");
    }
  });
}
