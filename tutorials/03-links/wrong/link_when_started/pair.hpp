// Wrong: what has just been started is alive
// Refused with: the first was over, normally, before the link was made
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  const otp::pid first = otp::spawn("one", one);
  const otp::pid second = otp::spawn("other", [first, other] {
    otp::link(first);
    other();
  });
  return {first, second};
}
