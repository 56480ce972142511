// Wrong: who has started a link lives on long enough to tell of it
// Refused with: the second had failed
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  struct second {
    otp::pid pid;
  };
  const otp::pid first = otp::spawn("one", [one, other, caller = otp::self()] {
    otp::send(caller, second{otp::spawn_link("other", other)});
    one();
  });
  return {first, otp::receive([](second s) { return s.pid; })};
}
