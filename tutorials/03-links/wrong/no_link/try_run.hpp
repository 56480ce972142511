// Wrong: to watch is to be linked
// Refused with: the caller has ended, and the work goes on
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  const otp::spawned worker = otp::spawn_monitor("work", work);
  return to_string(otp::await_down(worker.ref));
}
