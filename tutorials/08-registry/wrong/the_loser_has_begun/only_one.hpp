// Wrong: what is killed at once has done nothing
// Refused with: the work ran 2 times
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  for (;;) {
    if (const otp::pid there = otp::whereis_name(name)) return there;
    const otp::pid mine = otp::spawn(work);
    try {
      otp::register_name(name, mine);
      return mine;
    } catch (const otp::error&) {
      if (!otp::is_process_alive(mine)) return mine;
      otp::exit(mine, otp::kill);
    }
  }
}
