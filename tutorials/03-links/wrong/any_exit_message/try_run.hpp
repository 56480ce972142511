// Wrong: the next exit message is the one of the work
// Refused with: whose exit message was that?
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  const bool before = otp::trap_exit(true);
  otp::spawn_link("work", work);
  std::string reason = otp::receive([](const otp::exit_message& e) { return to_string(e.reason); });
  otp::trap_exit(before);
  return reason;
}
