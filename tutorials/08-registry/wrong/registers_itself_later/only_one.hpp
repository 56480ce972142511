// Wrong: an actor that has been started has done its first line
// Refused with: when it returns, the name is registered
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  if (const otp::pid there = otp::whereis_name(name)) return there;
  return otp::spawn([=] {
    otp::register_name(name, otp::self());
    work();
  });
}
