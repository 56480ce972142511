// Right, too: an actor of its own runs the race; what is left goes with it
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline int quickest(const std::function<void()>& first, const std::function<void()>& second) {
  struct result {
    int winner;
  };
  const otp::spawned director = otp::spawn_monitor("director", [=, caller = otp::self()] {
    const otp::pid drivers[] = {otp::spawn("first", first), otp::spawn("second", second)};
    for (const otp::pid& each : drivers) otp::monitor(each);
    int winner = -1;
    for (int left = 2; left > 0; --left)
      otp::receive([&](const otp::down& d) {
        if (winner >= 0 || d.reason != otp::normal) return;
        winner = d.pid == drivers[0] ? 0 : 1;
        otp::exit(drivers[1 - winner], otp::kill);
      });
    otp::send(caller, result{winner});
  });
  otp::await_down(director.ref);
  return otp::receive([](result r) { return r.winner; });
}
