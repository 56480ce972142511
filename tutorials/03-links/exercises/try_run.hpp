// Exercise 2: run something dangerous.
//
// Run `work` in an actor of its own, wait until it is over, and return its reason as text, as to_string
// writes it. The caller survives, whatever the work does; but when the caller ends, the work ends, too.
// For everybody else nothing has changed: an exit signal from another actor still ends a caller that does
// not trap exits, and is a message in the mailbox of one that does.
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  otp::spawn("work", work);
  return "?";
}
