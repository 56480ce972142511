// Wrong: the count begins anew only when a period has passed without a failure
// Refused with: a failure that comes soon after the one before keeps no older one in the count
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  int count = 0;
  for (std::size_t i = 0; i < failures.size(); ++i) {
    if (i > 0 && failures[i] - failures[i - 1] > period) count = 0;
    if (++count > intensity) return static_cast<int>(i) + 1;
  }
  return 0;
}
