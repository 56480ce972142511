// Wrong: who is killed is over
// Refused with: quickest has returned, and the slower one is not over
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline int quickest(const std::function<void()>& first, const std::function<void()>& second) {
  const otp::spawned drivers[] = {otp::spawn_monitor("first", first), otp::spawn_monitor("second", second)};
  for (int failed = 0; failed < 2;) {
    const int winner = otp::receive([&](const otp::down& d) {
      if (d.reason != otp::normal) return -1;
      return d.ref == drivers[0].ref ? 0 : 1;
    });
    if (winner < 0) {
      ++failed;
      continue;
    }
    otp::demonitor(drivers[1 - winner].ref, otp::flush);
    otp::exit(drivers[1 - winner].pid, otp::kill);
    return winner;
  }
  return -1;
}
