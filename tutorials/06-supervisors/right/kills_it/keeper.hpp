// Right, too: the work is killed, and its end watched by a monitor
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    for (int left = most; left >= 0; --left) {
      const otp::pid child = otp::spawn_link("work", work);
      const auto [from, reason] = otp::receive([](const otp::exit_message& e) { return e; });
      if (from != child) {
        const otp::ref watch = otp::monitor(child);
        otp::exit(child, otp::kill);
        otp::await_down(watch);
        otp::exit(otp::shutdown);
      }
      if (!reason.is_abnormal()) return;
    }
    otp::exit("too_many_failures");
  });
}
