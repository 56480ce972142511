// Wrong: what is caught has crashed nobody
// Refused with: each job is done in an actor of its own, each time it is tried
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
    try {
      jobs[job]();
      continue;
    } catch (const otp::exit_exception& e) {
      if (!e.reason().is_abnormal()) continue;
    } catch (const std::exception&) {
    }
    if (++failures == most)
      aside.push_back(job);
    else
      waiting.emplace_back(job, failures);
  }
  return aside;
}
