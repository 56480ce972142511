#pragma once

#include <otp/otp.hpp>

struct sale {
  int cents;
};
struct report_to {
  otp::pid whom;
};
struct report {
  int sales;
  int cents;
};

inline otp::pid start_tally() {
  return otp::spawn("tally", [] {
    int sales = 0, cents = 0;
    for (;;)
      otp::receive(
          [&](sale s) {
            ++sales;
            cents += s.cents;
          },
          [&](const report_to& r) { otp::send(r.whom, report{sales, cents}); });
  });
}
