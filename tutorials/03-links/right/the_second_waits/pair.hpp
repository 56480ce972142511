// Right, too: the second one does nothing before the first has linked itself to it
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  struct begin {};
  const otp::pid second = otp::spawn("other", [other] {
    otp::receive([](begin) {});
    other();
  });
  const otp::pid first = otp::spawn("one", [one, second] {
    otp::link(second);
    otp::send(second, begin{});
    one();
  });
  return {first, second};
}
