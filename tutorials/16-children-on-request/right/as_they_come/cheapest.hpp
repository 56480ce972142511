// Right, too: the answers as they come
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include <otp/otp.hpp>

using dairy = std::function<int()>;

inline std::optional<int> cheapest(const std::vector<dairy>& dairies, otp::duration patience) {
  std::vector<otp::task<int>> asked;
  for (const dairy& each : dairies) asked.push_back(otp::async_nolink(each));
  const otp::time_point until = otp::now() + patience;
  while (otp::await_any(std::span<const otp::task<int>>(asked), until - otp::now())) {
  }
  std::optional<int> lowest;
  for (const otp::task<int>& each : asked) {
    const auto price = each.outcome(otp::duration::zero());
    if (!price.over()) otp::task_shutdown(each, otp::brutal_kill);
    if (price) lowest = std::min(lowest.value_or(*price.value), *price.value);
  }
  return lowest;
}
