// Right, too: the failure `intensity` places before is the one to look at
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  const std::size_t back = static_cast<std::size_t>(intensity);
  for (std::size_t last = back; last < failures.size(); ++last)
    if (failures[last] - failures[last - back] <= period) return static_cast<int>(last) + 1;
  return 0;
}
