// Wrong: only the time after the first failure counts
// Refused with: failures since the start do not count
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  for (std::size_t i = 0; i < failures.size(); ++i)
    if (static_cast<int>(i) + 1 > intensity && failures[i] - failures[0] <= period) return static_cast<int>(i) + 1;
  return 0;
}
