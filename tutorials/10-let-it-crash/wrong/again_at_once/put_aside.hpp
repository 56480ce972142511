// Wrong: what has failed is tried again at once
// Refused with: is tried again after all others that wait
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<std::size_t> work_off(const std::vector<std::function<void()>>& jobs, int most) {
  std::vector<std::size_t> aside;
  for (std::size_t i = 0; i < jobs.size(); ++i)
    for (int failures = 0; otp::await_down(otp::spawn_monitor(jobs[i]).ref).is_abnormal();)
      if (++failures == most) {
        aside.push_back(i);
        break;
      }
  return aside;
}
