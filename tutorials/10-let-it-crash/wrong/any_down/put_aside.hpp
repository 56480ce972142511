// Wrong: a down is a down
// Refused with: the end of an actor that is no job was taken for that of a job
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
    otp::spawn_monitor(jobs[job]);
    if (!otp::receive([](const otp::down& d) { return d.reason.is_abnormal(); })) continue;
    if (++failures == most)
      aside.push_back(job);
    else
      waiting.emplace_back(job, failures);
  }
  return aside;
}
