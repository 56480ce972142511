// Right, too: all are watched, then awaited in the order of the list
#pragma once

#include <map>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  std::vector<otp::ref> watches;
  for (const otp::pid& guest : guests) watches.push_back(otp::monitor(guest));
  std::map<std::string, int> ends;
  for (const otp::ref& watch : watches) ++ends[to_string(otp::await_down(watch))];
  return ends;
}
