// Wrong: the hand that began first is the first to be free
// Refused with: a free hand takes the next
#pragma once

#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  for (const int item : items) {
    if (tasks.size() >= hands) otp::await_down(otp::monitor(tasks[tasks.size() - hands].pid()));
    tasks.push_back(otp::async_nolink([&work, item] { return work(item); }));
  }
  for (const otp::task<int>& t : tasks) otp::await_down(otp::monitor(t.pid()));
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t));
  return results;
}
