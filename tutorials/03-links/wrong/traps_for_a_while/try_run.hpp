// Wrong: trapping exits for the time of a call harms nothing
// Refused with: came while the caller trapped exits
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  const bool before = otp::trap_exit(true);
  const otp::pid worker = otp::spawn_link("work", work);
  std::string reason = otp::receive(otp::when([&](const otp::exit_message& e) { return e.from == worker; },
                                              [](const otp::exit_message& e) { return to_string(e.reason); }));
  otp::trap_exit(before);
  return reason;
}
