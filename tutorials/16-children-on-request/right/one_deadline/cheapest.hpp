// Right, too: a deadline for all, and the rest of it for each
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

using dairy = std::function<int()>;

inline std::optional<int> cheapest(const std::vector<dairy>& dairies, otp::duration patience) {
  std::vector<otp::task<int>> asked;
  for (const dairy& each : dairies) asked.push_back(otp::async_nolink(each));
  const otp::time_point until = otp::now() + patience;
  std::optional<int> lowest;
  for (const otp::task<int>& each : asked) {
    const auto price = each.outcome(std::max(until - otp::now(), otp::duration::zero()));
    if (price) lowest = std::min(lowest.value_or(*price.value), *price.value);
    if (!price.over()) otp::task_shutdown(each, otp::brutal_kill);
  }
  return lowest;
}
