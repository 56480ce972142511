#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<otp::pid> growing(const std::vector<otp::pid>& who, int looks, otp::duration pause) {
  const auto look = [&] {
    std::vector<std::optional<std::size_t>> waiting;  // nothing: it has ended
    for (const otp::pid& each : who) waiting.push_back(otp::message_queue_len(each));
    return waiting;
  };
  std::vector<bool> grows(who.size(), true);
  auto before = look();
  for (int n = 1; n < looks; ++n) {
    otp::sleep_for(pause);  // takes no message, as a receive would
    const auto now = look();
    for (std::size_t i = 0; i < who.size(); ++i) grows[i] = grows[i] && before[i] && now[i] && *now[i] > *before[i];
    before = now;
  }
  std::vector<otp::pid> found;
  for (std::size_t i = 0; i < who.size(); ++i)
    if (grows[i]) found.push_back(who[i]);
  return found;
}
