// Exercise 1: the last one turns off the light.
//
// Wait until all of `guests` have ended, whether they live now or are dead already. Return how many
// of them ended for each reason, as to_string writes it: {{"normal", 3}, {"noproc", 1}}. Messages that
// are no business of yours stay in the mailbox.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  std::map<std::string, int> ends;
  for (const otp::pid& guest : guests) static_cast<void>(guest);
  return ends;
}
