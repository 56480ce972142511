// Wrong: to watch the dead is an error
// Refused with: who is dead already counts as noproc
#pragma once

#include <map>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  std::map<std::string, int> ends;
  for (const otp::pid& guest : guests)
    if (otp::is_process_alive(guest)) ++ends[to_string(otp::await_down(otp::monitor(guest)))];
  return ends;
}
