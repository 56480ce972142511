// Wrong: what is longer in the end has grown
// Refused with: not only more in the end than at first
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<otp::pid> growing(const std::vector<otp::pid>& who, int looks, otp::duration pause) {
  using lengths = std::vector<std::optional<std::size_t>>;
  const auto look = [&] {
    lengths now;
    for (const otp::pid& each : who) now.push_back(otp::message_queue_len(each));
    return now;
  };
  std::vector<lengths> seen{look()};
  for (int n = 1; n < looks; ++n) {
    otp::sleep_for(pause);
    seen.push_back(look());
  }
  std::vector<otp::pid> found;
  for (std::size_t i = 0; i < who.size(); ++i) {
    bool grows = true;
    grows = seen.front()[i] && seen.back()[i] && *seen.back()[i] > *seen.front()[i];
    if (grows) found.push_back(who[i]);
  }
  return found;
}
