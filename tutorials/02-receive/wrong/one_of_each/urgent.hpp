// Wrong: receive is called once for each kind
// Refused with: a job was left in the mailbox
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
  const auto take = [&](const job& j) { names.push_back(j.name); };
  const auto none = otp::after(std::chrono::seconds(0), [] {});
  otp::receive(otp::when([](const job& j) { return j.urgent; }, take), none);
  otp::receive(take, none);
  return names;
}
