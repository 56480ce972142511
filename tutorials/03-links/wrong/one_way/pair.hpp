// Wrong: a link has a direction
// Refused with: the second has failed, and the first is alive
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  const otp::pid second = otp::spawn("other", other);
  const otp::pid first = otp::spawn("one", [one, second] {
    try {
      one();
    } catch (const otp::exit_exception&) {
      otp::exit(second, "the other one has failed");
      throw;
    }
  });
  return {first, second};
}
