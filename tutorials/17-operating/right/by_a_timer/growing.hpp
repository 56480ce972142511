// Right, too: a receive that takes its own timeout only
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
    otp::receive(otp::after(pause, [] {}));
    seen.push_back(look());
  }
  std::vector<otp::pid> found;
  for (std::size_t i = 0; i < who.size(); ++i) {
    bool grows = true;
    for (std::size_t n = 1; n < seen.size(); ++n)
      grows = grows && seen[n - 1][i] && seen[n][i] && *seen[n][i] > *seen[n - 1][i];
    if (grows) found.push_back(who[i]);
  }
  return found;
}
