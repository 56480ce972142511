// Wrong: a leaky bucket: each period forgives one failure
// Refused with: failures since the start do not count
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  int count = 0, last = 0;
  for (std::size_t i = 0; i < failures.size(); ++i) {
    count = std::max(0, count - (failures[i] - last) / period);
    last = failures[i];
    if (++count > intensity) return static_cast<int>(i) + 1;
  }
  return 0;
}
