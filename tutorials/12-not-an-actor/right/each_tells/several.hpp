// Right, too: each task tells when it is over, however it ends
#pragma once

#include <functional>
#include <vector>

#include <otp/otp.hpp>

struct finished {};

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::vector<otp::task<int>> tasks;
  std::size_t over = 0;
  const otp::pid me = otp::self();
  while (over < items.size()) {
    if (tasks.size() < items.size() && tasks.size() - over < hands) {
      tasks.push_back(otp::async_nolink([&work, item = items[tasks.size()], me] {
        struct at_the_end {
          otp::pid to;
          ~at_the_end() { otp::send(to, finished{}); }
        } const tells{me};
        return work(item);
      }));
      continue;
    }
    otp::receive([&](finished) { ++over; });
  }
  std::vector<int> results;
  for (const otp::task<int>& t : tasks) results.push_back(otp::await(t, otp::infinity));
  return results;
}
