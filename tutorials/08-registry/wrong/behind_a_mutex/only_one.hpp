// Wrong: a mutex makes two steps one, also where the steps wait for others
// Refused with: is a mutex held while an actor is started or waited for?
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>

#include <otp/otp.hpp>

inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  if (const otp::pid there = otp::whereis_name(name)) return there;
  const otp::pid mine = otp::spawn(work);
  otp::register_name(name, mine);
  return mine;
}
