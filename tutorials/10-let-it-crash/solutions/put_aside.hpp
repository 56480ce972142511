#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<std::size_t> work_off(const std::vector<std::function<void()>>& jobs, int most) {
  struct entry {
    std::size_t job;
    int failures = 0;
  };
  std::deque<entry> waiting;
  for (std::size_t i = 0; i < jobs.size(); ++i) waiting.push_back({i});
  std::vector<std::size_t> aside;
  while (!waiting.empty()) {
    entry next = waiting.front();
    waiting.pop_front();
    const otp::ref watch = otp::spawn_monitor(jobs[next.job]).ref;
    const otp::exit_reason reason = otp::receive(
        otp::when([&](const otp::down& d) { return d.ref == watch; }, [](const otp::down& d) { return d.reason; }));
    if (!reason.is_abnormal()) continue;
    if (++next.failures == most)
      aside.push_back(next.job);
    else
      waiting.push_back(next);
  }
  return aside;
}
