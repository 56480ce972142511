// Wrong: who wants to be quick does all at once
// Refused with: the jobs are done one after the other, and two were at work at the same time
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<std::size_t> work_off(const std::vector<std::function<void()>>& jobs, int most) {
  std::vector<int> failures(jobs.size());
  std::vector<std::size_t> aside, round;
  for (std::size_t i = 0; i < jobs.size(); ++i) round.push_back(i);
  while (!round.empty()) {
    std::vector<otp::ref> watches;
    for (const std::size_t job : round) watches.push_back(otp::spawn_monitor(jobs[job]).ref);
    std::vector<std::size_t> again;
    for (std::size_t i = 0; i < round.size(); ++i) {
      if (!otp::await_down(watches[i]).is_abnormal()) continue;
      (++failures[round[i]] == most ? aside : again).push_back(round[i]);
    }
    round = again;
  }
  return aside;
}
