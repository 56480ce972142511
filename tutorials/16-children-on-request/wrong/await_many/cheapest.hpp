// Wrong: the values of all, in one time
// Refused with: does no harm
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
  const std::vector<int> prices = otp::await_many(asked, patience);
  if (prices.empty()) return std::nullopt;
  return *std::min_element(prices.begin(), prices.end());
}
