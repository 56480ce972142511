// Wrong: an end is an end
// Refused with: when one ends normally the other goes on
#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  const otp::pid first = otp::spawn("one", one), second = otp::spawn("other", other);
  otp::spawn([=] {
    otp::monitor(first);
    otp::monitor(second);
    otp::receive([=](const otp::down& d) { otp::exit(d.pid == first ? second : first, otp::kill); });
  });
  return {first, second};
}
