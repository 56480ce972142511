// Wrong: receive takes the next message
// Refused with: the urgent ones come first
#pragma once

#include <string>
#include <vector>

#include <otp/otp.hpp>

struct job {
  std::string name;
  bool urgent;
};

inline std::vector<std::string> take_jobs() {
  std::vector<std::string> names;
  while (otp::receive(
      [&](const job& j) {
        names.push_back(j.name);
        return true;
      },
      otp::after(std::chrono::seconds(0), [] { return false; }))) {
  }
  return names;
}
