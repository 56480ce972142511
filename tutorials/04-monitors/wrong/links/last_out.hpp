// Wrong: to hear of an end, one links
// Refused with: it waits for everybody and counts the reasons
#pragma once

#include <map>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  std::map<std::string, int> ends;
  const bool before = otp::trap_exit(true);
  for (const otp::pid& guest : guests) {
    try {
      otp::link(guest);
    } catch (const otp::error&) {
      ++ends["noproc"];
      continue;
    }
  }
  for (std::size_t left = guests.size(); left > 0; --left)
    otp::receive([&](const otp::exit_message& e) { ++ends[to_string(e.reason)]; },
                 otp::after(std::chrono::seconds(1), [] {}));
  otp::trap_exit(before);
  return ends;
}
