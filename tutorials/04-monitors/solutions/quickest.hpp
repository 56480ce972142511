#pragma once

#include <functional>

#include <otp/otp.hpp>

inline int quickest(const std::function<void()>& first, const std::function<void()>& second) {
  const otp::spawned drivers[] = {otp::spawn_monitor("first", first), otp::spawn_monitor("second", second)};
  int left = 2;
  int winner = -1;
  while (left > 0)
    otp::receive(otp::when([&](const otp::down& d) { return d.ref == drivers[0].ref || d.ref == drivers[1].ref; },
                           [&](const otp::down& d) {
                             --left;
                             if (winner != -1 || d.reason != otp::normal) return;
                             winner = d.ref == drivers[0].ref ? 0 : 1;
                             otp::exit(drivers[1 - winner].pid,
                                       otp::kill);  // its down comes, too, and the loop takes it
                           }));
  return winner;
}
