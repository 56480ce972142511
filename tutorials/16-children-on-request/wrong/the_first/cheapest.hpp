// Wrong: the first is as good as the cheapest
// Refused with: the lowest price that comes in time counts
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
  const otp::yield_options how{.at_most = patience, .limit = 1, .the_rest = otp::yield_options::late::are_killed};
  const auto prices = otp::yield_many(asked, how);
  std::optional<int> lowest;
  for (const auto& price : prices)
    if (price) lowest = std::min(lowest.value_or(*price.value), *price.value);
  return lowest;
}
