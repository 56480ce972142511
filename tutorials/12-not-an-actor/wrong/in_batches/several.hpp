// Wrong: a round at a time keeps all hands busy
// Refused with: a free hand takes the next
#pragma once

#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  while (tasks.size() < items.size()) {
    std::vector<otp::ref> round;
    while (round.size() < hands && tasks.size() < items.size()) {
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()]] { return work(item); }));
      round.push_back(otp::monitor(tasks.back().pid()));
    }
    for (const otp::ref& each : round) otp::await_down(each);
  }
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t));
  return results;
}
