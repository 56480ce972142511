// Wrong: trapping exits is a thing of this function alone
// Refused with: it leaves trap exit as it was
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  otp::trap_exit(true);
  const otp::pid worker = otp::spawn_link("work", work);
  return otp::receive(otp::when([&](const otp::exit_message& e) { return e.from == worker; },
                                [](const otp::exit_message& e) { return to_string(e.reason); }));
}
