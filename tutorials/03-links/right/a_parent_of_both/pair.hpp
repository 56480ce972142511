// Right, too: a third actor is linked to both, and ends them
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  struct both {
    otp::pid one, other;
  };
  otp::spawn("both", [=, caller = otp::self()] {
    otp::trap_exit(true);
    const both pids{otp::spawn_link("one", one), otp::spawn_link("other", other)};
    otp::send(caller, pids);
    for (int left = 2; left > 0; --left)
      otp::receive([](const otp::exit_message& e) {
        if (e.reason.is_abnormal()) otp::exit(e.reason);
      });
  });
  return otp::receive([](both pids) { return std::pair(pids.one, pids.other); });
}
