// Wrong: there are always enough failures
// Refused with: without a failure it never gives up
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  for (std::size_t last = static_cast<std::size_t>(intensity);; ++last)
    if (failures.at(last) - failures.at(last - static_cast<std::size_t>(intensity)) <= period)
      return static_cast<int>(last) + 1;
}
