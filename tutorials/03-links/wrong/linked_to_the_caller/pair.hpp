// Wrong: a link to a common starter is enough
// Refused with: the caller has ended with
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  return {otp::spawn_link("one", one), otp::spawn_link("other", other)};
}
