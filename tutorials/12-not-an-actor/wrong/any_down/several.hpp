// Wrong: each down is a free hand
// Refused with: another actor has ended
#pragma once

#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  std::size_t busy = 0;
  while (tasks.size() < items.size() || busy > 0) {
    if (tasks.size() < items.size() && busy < hands) {
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()]] { return work(item); }));
      otp::monitor(tasks.back().pid());
      ++busy;
      continue;
    }
    otp::receive([&](const otp::down&) { --busy; });
  }
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t));
  return results;
}
