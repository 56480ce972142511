// Wrong: a link tells of the end
// Refused with: failed work is started again
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    for (int failures = 0; failures <= most; ++failures) {
      otp::spawn_link("work", work);
      const auto reason = otp::receive([](const otp::exit_message& e) { return e.reason; });
      if (reason == otp::normal) return;
    }
    otp::exit("too_many_failures");
  });
}
