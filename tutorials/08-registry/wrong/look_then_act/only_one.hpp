// Wrong: between a look and an act nothing happens
// Refused with: many may call at the same time
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  if (const otp::pid there = otp::whereis_name(name)) return there;
  const otp::pid mine = otp::spawn([=] {
    otp::register_name(name, otp::self());
    work();
  });
  while (otp::is_process_alive(mine) && !otp::whereis_name(name)) otp::sleep_for(std::chrono::milliseconds(1));
  return mine;
}
