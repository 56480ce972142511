// Wrong: a stream asks all at once
// Refused with: at the same time
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

using dairy = std::function<int()>;

inline std::optional<int> cheapest(const std::vector<dairy>& dairies, otp::duration patience) {
  std::optional<int> lowest;
  auto prices = otp::async_stream(dairies, [](const dairy& each) { return each(); },
                                  {.timeout = patience, .kill_late = true, .link = false});
  while (const auto price = prices.next())
    if (*price) lowest = std::min(lowest.value_or(*price->value), *price->value);
  return lowest;
}
