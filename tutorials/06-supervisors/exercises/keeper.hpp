// Exercise 2: a small supervisor by hand.
//
// Start an actor, the keeper, that runs `work` in another actor and returns the keeper's pid. When the work
// fails, it is started again, `most` times at most; if it fails once more, the keeper ends with the reason
// "too_many_failures". When the work ends normally, so does the keeper. However the keeper is ended from
// outside, the work ends, too; for every reason but `kill`, the keeper waits until the work is over.
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    for (int started = 0; started <= most; ++started) {
      otp::spawn_monitor("work", work);
      otp::receive([](const otp::down&) {});
    }
  });
}
