// Wrong: after an exit signal nothing comes
// Refused with: left in the mailbox
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline int quickest(const std::function<void()>& first, const std::function<void()>& second) {
  const otp::spawned drivers[] = {otp::spawn_monitor("first", first), otp::spawn_monitor("second", second)};
  for (int failed = 0; failed < 2; ++failed) {
    const int winner = otp::receive([&](const otp::down& d) {
      if (d.reason != otp::normal) return -1;
      return d.ref == drivers[0].ref ? 0 : 1;
    });
    if (winner < 0) continue;
    otp::exit(drivers[1 - winner].pid, otp::kill);
    while (otp::is_process_alive(drivers[1 - winner].pid)) otp::sleep_for(std::chrono::milliseconds(1));
    otp::sleep_for(std::chrono::milliseconds(1));
    return winner;
  }
  return -1;
}
