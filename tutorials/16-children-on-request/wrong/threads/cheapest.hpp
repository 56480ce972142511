// Wrong: a thread for each
// Refused with: a task or an actor
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <vector>

#include <otp/otp.hpp>

using dairy = std::function<int()>;

inline std::optional<int> cheapest(const std::vector<dairy>& dairies, otp::duration patience) {
  std::vector<std::future<int>> asked;
  for (const dairy& each : dairies) asked.push_back(std::async(std::launch::async, each));
  std::optional<int> lowest;
  const auto until = std::chrono::steady_clock::now() + patience;
  for (std::future<int>& each : asked) try {
      if (each.wait_until(until) == std::future_status::ready) {
        const int price = each.get();
        lowest = std::min(lowest.value_or(price), price);
      }
    } catch (const std::exception&) {
    }
  return lowest;
}
