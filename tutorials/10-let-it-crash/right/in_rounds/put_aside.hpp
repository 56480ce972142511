// Right, too: in rounds: those that have failed make the next one
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<std::size_t> work_off(const std::vector<std::function<void()>>& jobs, int most) {
  std::vector<std::size_t> aside, round;
  for (std::size_t i = 0; i < jobs.size(); ++i) round.push_back(i);
  for (int time = 1; time <= most; ++time) {
    std::vector<std::size_t> failed;
    for (const std::size_t job : round)
      if (otp::await_down(otp::spawn_monitor(jobs[job]).ref).is_abnormal()) failed.push_back(job);
    if (time == most) aside = failed;
    round = failed;
  }
  return aside;
}
