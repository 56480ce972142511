// Wrong: actors that are started together end together
// Refused with: the second has failed, and the first is alive
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  const otp::spawned first = otp::spawn_monitor("one", one), second = otp::spawn_monitor("other", other);
  otp::demonitor(first.ref, otp::flush);
  otp::demonitor(second.ref, otp::flush);
  return {first.pid, second.pid};
}
