// Wrong: to look now and then is to wait
// Refused with: and counts the reasons
#pragma once

#include <map>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  std::map<std::string, int> ends;
  for (const otp::pid& guest : guests) {
    while (otp::is_process_alive(guest)) otp::sleep_for(std::chrono::milliseconds(10));
    ++ends[to_string(otp::await_down(otp::monitor(guest)))];
  }
  return ends;
}
