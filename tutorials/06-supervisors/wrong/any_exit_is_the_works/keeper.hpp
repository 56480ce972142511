// Wrong: an exit message is from the child
// Refused with: the keeper was told to end, with the reason shutdown, and goes on
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    for (int failures = 0;;) {
      otp::spawn_link("work", work);
      const auto reason = otp::receive([](const otp::exit_message& e) { return e.reason; });
      if (reason == otp::normal) return;
      if (++failures > most) otp::exit("too_many_failures");
    }
  });
}
