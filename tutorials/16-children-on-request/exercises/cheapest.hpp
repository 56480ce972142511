// Exercise 2: the cheapest milk.
//
// Ask all dairies for their price, at the same time; to call one of them is to ask it. Each has `patience` to answer.
// Return the lowest price that has come in time, or nothing if none has. A dairy that fails has no price, and does no
// harm. When this returns, no dairy is asked any more.
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
  for (const otp::task<int>& each : asked)
    if (const auto price = each.outcome(patience)) lowest = std::min(lowest.value_or(*price.value), *price.value);
  return lowest;
}
