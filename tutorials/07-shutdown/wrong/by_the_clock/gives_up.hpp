// Wrong: periods follow one another from the start
// Refused with: the period slides
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  std::vector<int> within(1000);
  for (std::size_t i = 0; i < failures.size(); ++i)
    if (++within[static_cast<std::size_t>(failures[i] / period)] > intensity) return static_cast<int>(i) + 1;
  return 0;
}
