// Right, too: it asks the tasks in turn whether they are over
#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  for (;;) {
    std::size_t busy = 0;
    for (const otp::task<int>& t : tasks) busy += t.outcome(otp::duration::zero()).over() ? 0 : 1;
    if (busy == 0 && tasks.size() == items.size()) break;
    if (busy < hands && tasks.size() < items.size())
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()]] { return work(item); }));
    else
      otp::sleep_for(std::chrono::milliseconds(10));
  }
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t));
  return results;
}
