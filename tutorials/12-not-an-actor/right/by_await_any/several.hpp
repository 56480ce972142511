// Right, too: await_any tells which task is over
#pragma once

#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  for (std::size_t over = 0; over < items.size();) {
    if (tasks.size() < items.size() && tasks.size() - over < hands) {
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()]] { return work(item); }));
      continue;
    }
    if (otp::await_any<int>(tasks, otp::infinity)) ++over;
  }
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t));
  return results;
}
