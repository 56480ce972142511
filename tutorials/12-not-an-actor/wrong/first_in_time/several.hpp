// Wrong: the first failure is the one that comes first
// Refused with: in the order of the items
#pragma once

#include <exception>
#include <functional>
#include <map>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  std::map<otp::ref, std::size_t> busy;
  std::exception_ptr first;
  std::vector<int> results(items.size());
  while (tasks.size() < items.size() || !busy.empty()) {
    if (tasks.size() < items.size() && busy.size() < hands) {
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()]] { return work(item); }));
      busy[otp::monitor(tasks.back().pid())] = tasks.size() - 1;
      continue;
    }
    otp::receive(otp::when([&](const otp::down& d) { return busy.contains(d.ref); },
                           [&](const otp::down& d) {
                             const std::size_t done = busy[d.ref];
                             busy.erase(d.ref);
                             try {
                               results[done] = otp::await(tasks[done]);
                             } catch (const otp::exit_exception&) {
                               if (!first) first = std::current_exception();
                             }
                           }));
  }
  if (first) std::rethrow_exception(first);
  return results;
}
