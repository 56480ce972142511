#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  std::set<otp::ref> inside;
  for (const otp::pid& guest : guests) inside.insert(otp::monitor(guest));
  std::map<std::string, int> ends;
  while (!inside.empty())
    otp::receive(otp::when([&](const otp::down& d) { return inside.contains(d.ref); },
                           [&](const otp::down& d) {
                             inside.erase(d.ref);
                             ++ends[to_string(d.reason)];
                           }));
  return ends;
}
