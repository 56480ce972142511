// Wrong: urgent ones go to the front, one before the other
// Refused with: both keep their order
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
        names.insert(j.urgent ? names.begin() : names.end(), j.name);
        return true;
      },
      otp::after(std::chrono::seconds(0), [] { return false; }))) {
  }
  return names;
}
