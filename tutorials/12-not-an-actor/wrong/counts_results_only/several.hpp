// Wrong: a hand is free when it has a result
// Refused with: one that fails frees its hand
#pragma once

#include <functional>
#include <vector>

#include <otp/otp.hpp>

struct finished {};

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  std::size_t done = 0;
  while (done < items.size()) {
    if (tasks.size() < items.size() && tasks.size() - done < hands) {
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()], to = otp::self()] {
        const int result = work(item);
        otp::send(to, finished{});
        return result;
      }));
      continue;
    }
    otp::receive([&](finished) { ++done; });
  }
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t));
  return results;
}
