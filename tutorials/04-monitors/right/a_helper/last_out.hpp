// Right, too: an actor of its own waits, so the caller gets nothing but the result
#pragma once

#include <map>
#include <string>
#include <vector>

#include <otp/otp.hpp>

inline std::map<std::string, int> wait_for_all(const std::vector<otp::pid>& guests) {
  struct result {
    std::map<std::string, int> ends;
  };
  otp::spawn([guests, caller = otp::self()] {
    for (const otp::pid& guest : guests) otp::monitor(guest);
    result all;
    for (std::size_t left = guests.size(); left > 0; --left)
      otp::receive([&](const otp::down& d) { ++all.ends[to_string(d.reason)]; });
    otp::send(caller, all);
  });
  return otp::receive([](result r) { return r.ends; });
}
