// Right, too: all are taken as they come, and sorted by one thing
#pragma once

#include <string>
#include <vector>

#include <algorithm>
#include <utility>

#include <otp/otp.hpp>

struct job {
  std::string name;
  bool urgent;
};

inline std::vector<std::string> take_jobs() {
  std::vector<job> jobs;
  for (bool more = true; more;)
    more = otp::receive(
        [&](job j) {
          jobs.push_back(std::move(j));
          return true;
        },
        otp::after(std::chrono::seconds(0), [] { return false; }));
  std::stable_sort(jobs.begin(), jobs.end(), [](const job& a, const job& b) { return a.urgent && !b.urgent; });
  std::vector<std::string> names;
  for (const job& j : jobs) names.push_back(j.name);
  return names;
}
