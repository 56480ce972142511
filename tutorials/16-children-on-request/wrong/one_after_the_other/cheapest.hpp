// Wrong: each has its patience, so one is asked after the other
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
  for (const dairy& each : dairies) {
    const auto task = otp::async_nolink(each);
    if (const auto price = task.outcome(patience))
      lowest = std::min(lowest.value_or(*price.value), *price.value);
    else
      otp::task_shutdown(task, otp::brutal_kill);
  }
  return lowest;
}
