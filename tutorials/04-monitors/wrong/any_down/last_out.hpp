// Wrong: a down is a down
// Refused with: the down of an actor that was not in the list is gone
#pragma once

#include <map>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  for (const otp::pid& guest : guests) otp::monitor(guest);
  std::map<std::string, int> ends;
  for (std::size_t left = guests.size(); left > 0; --left)
    otp::receive([&](const otp::down& d) { ++ends[to_string(d.reason)]; });
  return ends;
}
