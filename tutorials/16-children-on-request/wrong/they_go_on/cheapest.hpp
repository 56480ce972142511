// Wrong: who is not listened to is not asked any more
// Refused with: no dairy is asked any more
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
  const auto prices = otp::yield_many(asked, {.at_most = patience});
  std::optional<int> lowest;
  for (const auto& price : prices)
    if (price) lowest = std::min(lowest.value_or(*price.value), *price.value);
  return lowest;
}
