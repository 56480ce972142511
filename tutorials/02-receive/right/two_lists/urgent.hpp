// Right, too: all are taken as they come, into two lists
#pragma once

#include <string>
#include <vector>

#include <otp/otp.hpp>

struct job {
  std::string name;
  bool urgent;
};

inline std::vector<std::string> take_jobs() {
  std::vector<std::string> urgent, others;
  while (otp::receive(
      [&](const job& j) {
        (j.urgent ? urgent : others).push_back(j.name);
        return true;
      },
      otp::after(std::chrono::seconds(0), [] { return false; }))) {
  }
  urgent.insert(urgent.end(), others.begin(), others.end());
  return urgent;
}
