// Wrong: intensity counts failures since the start
// Refused with: failures since the start do not count
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int) {
  return static_cast<int>(failures.size()) > intensity ? intensity + 1 : 0;
}
