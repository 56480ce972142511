// Right, too: who has not grown at one look is out
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<otp::pid> growing(const std::vector<otp::pid>& who, int looks, otp::duration pause) {
  struct watched {
    otp::pid who;
    std::size_t length;
  };
  std::vector<watched> all;
  for (const otp::pid& each : who)
    if (const auto length = otp::message_queue_len(each)) all.push_back({each, *length});
  for (int n = 1; n < looks; ++n) {
    otp::sleep_for(pause);
    std::vector<watched> still;
    for (const watched& each : all)
      if (const auto length = otp::message_queue_len(each.who); length && *length > each.length)
        still.push_back({each.who, *length});
    all = still;
  }
  std::vector<otp::pid> found;
  for (const watched& each : all) found.push_back(each.who);
  return found;
}
