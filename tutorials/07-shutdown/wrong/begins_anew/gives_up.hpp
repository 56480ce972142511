// Wrong: a period begins with a failure, and the next one when it is over
// Refused with: the period slides
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  int begin = 0, count = 0;
  for (std::size_t i = 0; i < failures.size(); ++i) {
    if (count == 0 || failures[i] - begin > period) {
      begin = failures[i];
      count = 0;
    }
    if (++count > intensity) return static_cast<int>(i) + 1;
  }
  return 0;
}
