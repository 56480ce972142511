// Wrong: a monitor keeps what comes over the link away
// Refused with: it tells the reason
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  const otp::pid worker = otp::spawn_link("work", work);
  return to_string(otp::await_down(otp::monitor(worker)));
}
