// Wrong: what has just been started is alive
// Refused with: it tells the reason
#pragma once

#include <functional>
#include <string>

#include <otp/otp.hpp>

inline std::string try_run(const std::function<void()>& work) {
  std::string reason;
  try {
    const otp::spawned worker = otp::spawn_monitor("work", work);
    otp::link(worker.pid);
    reason = to_string(otp::await_down(worker.ref));
  } catch (const otp::error& e) {
    reason = e.what();
  }
  return reason;
}
