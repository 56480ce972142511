// Wrong: a task is linked to the one who waits for it
// Refused with: the caller has been ended by a link
#pragma once

#include <functional>
#include <map>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  std::map<otp::ref, std::size_t> busy;
  while (tasks.size() < items.size() || !busy.empty()) {
    if (tasks.size() < items.size() && busy.size() < hands) {
      tasks.push_back(otp::async([&work, item = items[tasks.size()]] { return work(item); }));
      busy[otp::monitor(tasks.back().pid())] = tasks.size() - 1;
      continue;
    }
    otp::receive(otp::when([&](const otp::down& d) { return busy.contains(d.ref); },
                           [&](const otp::down& d) { busy.erase(d.ref); }));
  }
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t));
  return results;
}
