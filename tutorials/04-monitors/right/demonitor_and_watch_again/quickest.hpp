// Right, too: the loser gets a watch of its own when it is told
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline int quickest(const std::function<void()>& first, const std::function<void()>& second) {
  const otp::spawned drivers[] = {otp::spawn_monitor("first", first), otp::spawn_monitor("second", second)};
  const auto mine = [&](const otp::down& d) { return d.ref == drivers[0].ref || d.ref == drivers[1].ref; };
  for (int failed = 0; failed < 2; ++failed) {
    const otp::down end = otp::receive(otp::when(mine, [](const otp::down& d) { return d; }));
    if (end.reason != otp::normal) continue;
    const int winner = end.ref == drivers[0].ref ? 0 : 1;
    otp::demonitor(drivers[1 - winner].ref, otp::flush);
    const otp::ref last = otp::monitor(drivers[1 - winner].pid);
    otp::exit(drivers[1 - winner].pid, otp::kill);
    otp::await_down(last);
    return winner;
  }
  return -1;
}
