// Wrong: a set of those that grow
// Refused with: in the order in which they were given
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<otp::pid> growing(const std::vector<otp::pid>& who, int looks, otp::duration pause) {
  using lengths = std::vector<std::optional<std::size_t>>;
  const auto look = [&] {
    lengths now;
    for (const otp::pid& each : who) now.push_back(otp::message_queue_len(each));
    return now;
  };
  std::set<otp::pid> all(who.begin(), who.end());
  auto before = look();
  for (int n = 1; n < looks; ++n) {
    otp::sleep_for(pause);
    const auto now = look();
    for (std::size_t i = 0; i < who.size(); ++i)
      if (!before[i] || !now[i] || *now[i] <= *before[i]) all.erase(who[i]);
    before = now;
  }
  return {all.begin(), all.end()};
}
