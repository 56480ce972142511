// Wrong: as many actors as hands, and each does many
// Refused with: each is worked on in a task of its own
#pragma once

#include <atomic>
#include <functional>
#include <vector>

#include <otp/otp.hpp>

inline std::vector<int> work_on(const std::vector<int>& items, std::size_t hands, const std::function<int(int)>& work) {
  std::atomic<std::size_t> next = 0;
  std::vector<otp::task<otp::ok>> pool;
  std::vector<int> results(items.size());
  for (std::size_t hand = 0; hand < hands; ++hand)
    pool.push_back(otp::async_nolink([&] {
      for (std::size_t item = next++; item < items.size(); item = next++) results[item] = work(items[item]);
    }));
  for (const otp::task<otp::ok>& t : pool) otp::await_down(otp::monitor(t.pid()));
  for (const otp::task<otp::ok>& t : pool) otp::await(t);
  return results;
}
