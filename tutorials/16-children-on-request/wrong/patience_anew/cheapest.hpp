// Wrong: each outcome may wait for the patience
// Refused with: the patience of each is counted from the question
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
  std::optional<int> lowest;
  for (const otp::task<int>& each : asked) {
    const auto price = each.outcome(patience);
    if (price)
      lowest = std::min(lowest.value_or(*price.value), *price.value);
    else if (!price.over())
      otp::task_shutdown(each, otp::brutal_kill);
  }
  return lowest;
}
