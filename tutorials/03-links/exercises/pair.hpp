// Exercise 1: all or nothing.
//
// Start the two functions in actors of their own, so that when one of them fails, the other ends, too;
// when one ends normally, the other goes on. The caller must survive all of that, whatever happens, and
// does not have to hear of it. Return both pids.
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  return {otp::spawn("one", one), otp::spawn("other", other)};
}
