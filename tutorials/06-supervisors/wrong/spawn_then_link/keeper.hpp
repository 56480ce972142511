// Wrong: an actor that has just been started is alive
// Refused with: the work was over, normally, before it was linked or watched, and was taken for a failure
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    for (int failures = 0;;) {
      const otp::pid child = otp::spawn("work", work);
      otp::link(child);
      const auto [from, reason] = otp::receive([](const otp::exit_message& e) { return e; });
      if (from != child) {
        otp::exit(child, otp::shutdown);
        otp::receive(
            otp::when([&](const otp::exit_message& e) { return e.from == child; }, [](const otp::exit_message&) {}));
        otp::exit(reason);
      }
      if (reason == otp::normal) return;
      if (++failures > most) otp::exit("too_many_failures");
    }
  });
}
