// Wrong: an actor is watched once
// Refused with: the down of another watch of the same guest is gone
#pragma once

#include <map>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  for (const otp::pid& guest : guests) otp::monitor(guest);
  std::map<std::string, int> ends;
  for (const otp::pid& guest : guests)
    otp::receive(otp::when([&](const otp::down& d) { return d.pid == guest; },
                           [&](const otp::down& d) { ++ends[to_string(d.reason)]; }));
  return ends;
}
