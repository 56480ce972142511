// Right, too: the actor waits for the word until it is watched
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<std::size_t> work_off(const std::vector<std::function<void()>>& jobs, int most) {
  struct begin {};
  std::deque<std::size_t> waiting;
  for (std::size_t i = 0; i < jobs.size(); ++i) waiting.push_back(i);
  std::vector<int> failures(jobs.size());
  std::vector<std::size_t> aside;
  for (; !waiting.empty(); waiting.pop_front()) {
    const std::size_t job = waiting.front();
    const otp::pid worker = otp::spawn([work = jobs[job]] {
      otp::receive([](begin) {});
      work();
    });
    const otp::ref watch = otp::monitor(worker);
    otp::send(worker, begin{});
    if (!otp::await_down(watch).is_abnormal()) continue;
    (++failures[job] < most) ? waiting.push_back(job) : aside.push_back(job);
  }
  return aside;
}
