// Right, too: each is looked at by a task of its own
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<otp::pid> growing(const std::vector<otp::pid>& who, int looks, otp::duration pause) {
  std::vector<otp::task<bool>> each_grows;
  for (const otp::pid& each : who)
    each_grows.push_back(otp::async([=] {
      auto before = otp::message_queue_len(each);
      bool grows = before.has_value();
      for (int n = 1; n < looks; ++n) {
        otp::sleep_for(pause);
        const auto now = otp::message_queue_len(each);
        grows = grows && now && *now > *before;
        before = now;
      }
      return grows;
    }));
  std::vector<otp::pid> found;
  for (std::size_t i = 0; i < who.size(); ++i)
    if (otp::await(each_grows[i], otp::infinity)) found.push_back(who[i]);
  return found;
}
