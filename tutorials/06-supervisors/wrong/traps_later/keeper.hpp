// Wrong: there is time to trap exits after the start
// Refused with: the keeper was told to end just when it had started the work, and has not waited for it
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::pid child = otp::spawn_link("work", work);
    otp::trap_exit(true);
    for (int failures = 0;;) {
      const auto [from, reason] = otp::receive([](const otp::exit_message& e) { return e; });
      if (from != child) {
        otp::exit(child, otp::shutdown);
        otp::receive(
            otp::when([&](const otp::exit_message& e) { return e.from == child; }, [](const otp::exit_message&) {}));
        otp::exit(reason);
      }
      if (reason == otp::normal) return;
      if (++failures > most) otp::exit("too_many_failures");
      child = otp::spawn_link("work", work);
    }
  });
}
