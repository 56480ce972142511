// Wrong: no price is a price of zero
// Refused with: a price of 0
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
  const auto prices = otp::yield_many(asked, {.at_most = patience, .the_rest = otp::yield_options::late::are_killed});
  int lowest = 0;
  for (const auto& price : prices)
    if (price && (lowest == 0 || *price.value < lowest)) lowest = *price.value;
  if (lowest == 0) return std::nullopt;
  return lowest;
}
