// Wrong: the result is known when both are back
// Refused with: the slower one was waited for
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline int quickest(const std::function<void()>& first, const std::function<void()>& second) {
  const otp::spawned drivers[] = {otp::spawn_monitor("first", first), otp::spawn_monitor("second", second)};
  int winner = -1;
  for (int i = 0; i < 2; ++i)
    otp::receive([&](const otp::down& d) {
      if (winner < 0 && d.reason == otp::normal) winner = d.ref == drivers[0].ref ? 0 : 1;
    });
  return winner;
}
