// Wrong: to restart is to catch and call again
// Refused with: the work runs in another actor than its keeper
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    for (int failures = 0;;) {
      try {
        return work();
      } catch (const std::exception&) {
        if (++failures > most) otp::exit("too_many_failures");
      }
    }
  });
}
