// Right, too: a queue of the restarts within the last period, as supervisor.cpp keeps it
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <vector>

inline int gives_up_at(const std::vector<int>& failures, int intensity, int period) {
  std::deque<int> restarts;
  int number = 0;
  for (const int now : failures) {
    ++number;
    restarts.push_back(now);
    while (restarts.front() + period < now) restarts.pop_front();
    if (static_cast<int>(restarts.size()) > intensity) return number;
  }
  return 0;
}
