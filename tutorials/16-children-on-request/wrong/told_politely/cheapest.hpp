// Wrong: a late one is told to stop, and what it says then counts
// Refused with: what is said by a late one does not count
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
  otp::yield_many(asked, {.at_most = patience});
  for (const otp::task<int>& each : asked)
    if (const auto price = otp::task_shutdown(each)) lowest = std::min(lowest.value_or(*price.value), *price.value);
  return lowest;
}
