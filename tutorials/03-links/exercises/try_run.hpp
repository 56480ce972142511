// Exercise 2: run something dangerous.
//
// Run `work` in an actor of its own that is linked to the caller, wait until it is over, and return its
// reason as text, as to_string writes it. The caller survives, and traps exits afterwards exactly if it
// did before. (otp::trap_exit returns what was set before.)
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  otp::spawn("work", work);
  return "?";
}
