// Wrong: who is over first is the quicker
// Refused with: one that fails does not win
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline int quickest(const std::function<void()>& first, const std::function<void()>& second) {
  const otp::spawned drivers[] = {otp::spawn_monitor("first", first), otp::spawn_monitor("second", second)};
  const int winner = otp::receive([&](const otp::down& d) { return d.ref == drivers[0].ref ? 0 : 1; });
  otp::exit(drivers[1 - winner].pid, otp::kill);
  otp::await_down(drivers[1 - winner].ref);
  return winner;
}
