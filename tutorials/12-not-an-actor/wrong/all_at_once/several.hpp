// Wrong: tasks are cheap, so all can start
// Refused with: never by more hands than there are
#pragma once

#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  static_cast<void>(hands);
  std::vector<otp::task<int>> tasks;
  for (const int item : items) tasks.push_back(otp::async_nolink([&work, item] { return work(item); }));
  for (const otp::task<int>& t : tasks) otp::await_down(otp::monitor(t.pid()));
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t));
  return results;
}
