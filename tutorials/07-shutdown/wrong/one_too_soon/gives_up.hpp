// Wrong: it gives up when it has restarted so many times
// Refused with: so many restarts as the intensity says are done
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  for (std::size_t last = 0; last < failures.size(); ++last) {
    int within = 0;
    for (std::size_t i = 0; i <= last; ++i)
      if (failures[last] - failures[i] <= period) ++within;
    if (within >= intensity) return static_cast<int>(last) + 1;
  }
  return 0;
}
