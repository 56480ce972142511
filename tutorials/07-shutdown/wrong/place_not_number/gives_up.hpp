// Wrong: the first failure is number 0
// Refused with: so many restarts as the intensity says are done
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  for (std::size_t last = static_cast<std::size_t>(intensity); last < failures.size(); ++last)
    if (failures[last] - failures[last - static_cast<std::size_t>(intensity)] <= period) return static_cast<int>(last);
  return 0;
}
