// Wrong: a message may be on its way: better wait
// Refused with: an empty mailbox is no reason to wait
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
  const auto take = [&](const job& j) {
    names.push_back(j.name);
    return true;
  };
  const auto none = otp::after(std::chrono::milliseconds(10), [] { return false; });
  while (otp::receive(otp::when([](const job& j) { return j.urgent; }, take), none)) {
  }
  while (otp::receive(take, none)) {
  }
  return names;
}
