// Wrong: one actor is looked at after the other
// Refused with: at the same time
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<otp::pid> growing(const std::vector<otp::pid>& who, int looks, otp::duration pause) {
  std::vector<otp::pid> found;
  for (const otp::pid& each : who) {
    auto before = otp::message_queue_len(each);
    bool grows = before.has_value();
    for (int n = 1; n < looks; ++n) {
      otp::sleep_for(pause);
      const auto now = otp::message_queue_len(each);
      grows = grows && now && *now > *before;
      before = now;
    }
    if (grows) found.push_back(each);
  }
  return found;
}
