// Exercise 1: only one of a kind.
//
// Start `work` in an actor with this name and return its pid. If there is an actor of this name already, do not
// start another: return its pid. Many may call at the same time; all of them must get the same pid, and `work`
// must run only once. When this returns, the name is registered (unless the work is already over).
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline otp::pid start_only_one(const std::string& name, const std::function<void()>& work) {
  if (const otp::pid there = otp::whereis_name(name)) return there;
  const otp::pid mine = otp::spawn(name, work);
  otp::register_name(name, mine);
  return mine;
}
