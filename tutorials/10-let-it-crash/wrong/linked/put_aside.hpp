// Wrong: who starts a job is linked to it
// Refused with: a job has taken the caller with it
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<std::size_t> work_off(const std::vector<std::function<void()>>& jobs, int most) {
  std::deque<std::pair<std::size_t, int>> waiting;
  for (std::size_t i = 0; i < jobs.size(); ++i) waiting.emplace_back(i, 0);
  std::vector<std::size_t> aside;
  while (!waiting.empty()) {
    auto [job, failures] = waiting.front();
    waiting.pop_front();
    if (!otp::await_down(otp::monitor(otp::spawn_link(jobs[job]))).is_abnormal()) continue;
    if (++failures == most)
      aside.push_back(job);
    else
      waiting.emplace_back(job, failures);
  }
  return aside;
}
