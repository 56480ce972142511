// Wrong: the rest does not matter after a failure
// Refused with: others have ended
#pragma once

#include <functional>
#include <map>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  std::size_t busy = 0;
  std::map<otp::ref, std::size_t> mine;
  std::vector<int> results(items.size());
  while (tasks.size() < items.size() || busy > 0) {
    if (tasks.size() < items.size() && busy < hands) {
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()]] { return work(item); }));
      mine[otp::monitor(tasks.back().pid())] = tasks.size() - 1;
      ++busy;
      continue;
    }
    const std::size_t done = otp::receive(otp::when([&](const otp::down& d) { return mine.contains(d.ref); },
                                                    [&](const otp::down& d) { return mine[d.ref]; }));
    --busy;
    results[done] = otp::await(tasks[done]);
  }
  return results;
}
