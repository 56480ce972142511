// Wrong: to await is to wait for as long as it takes
// Refused with: a long one takes its time
#pragma once

#include <exception>
#include <functional>
#include <map>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  std::map<otp::ref, std::size_t> busy;
  while (tasks.size() < items.size()) {
    if (busy.size() < hands) {
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()]] { return work(item); }));
      busy[otp::monitor(tasks.back().pid())] = tasks.size() - 1;
      continue;
    }
    otp::receive(otp::when([&](const otp::down& d) { return busy.contains(d.ref); },
                           [&](const otp::down& d) { busy.erase(d.ref); }));
  }
  std::vector<int> results;
  std::exception_ptr first;
  for (const otp::task<int>& t : tasks) try {
      results.push_back(otp::await(t));
    } catch (const otp::exit_exception&) {
      if (!first) first = std::current_exception();
    }
  for (const auto& [watch, task] : busy) otp::demonitor(watch, otp::flush);
  if (first) std::rethrow_exception(first);
  return results;
}
