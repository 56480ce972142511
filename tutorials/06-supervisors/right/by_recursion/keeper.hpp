// Right, too: each failure calls with one less
#pragma once

#include <functional>

#include <otp/otp.hpp>

inline void keeps(const std::function<void()>& work, int most) {
  const otp::pid child = otp::spawn_link("work", work);
  otp::receive(otp::when([&](const otp::exit_message& e) { return e.from == child; },
                         [&](const otp::exit_message& e) {
                           if (e.reason == otp::normal) return;
                           if (most == 0) otp::exit("too_many_failures");
                           keeps(work, most - 1);
                         }),
               [&](const otp::exit_message& told) {
                 otp::exit(child, told.reason);
                 otp::receive(otp::when([&](const otp::exit_message& e) { return e.from == child; },
                                        [](const otp::exit_message&) {}));
                 otp::exit(told.reason);
               });
}
inline otp::pid keep(const std::function<void()>& work, int most) {
  return otp::spawn("keeper", [=] {
    otp::trap_exit(true);
    keeps(work, most);
  });
}
