// Wrong: receive takes reports only when no sale waits, or the other way round
// Refused with: two sales were sent before the report was asked for
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
    report so_far{0, 0};
    for (;;) {
      otp::receive([&](report_to r) { otp::send(r.whom, so_far); }, otp::after(std::chrono::seconds(0), [] {}));
      otp::receive(
          [&](sale s) {
            so_far = {so_far.sales + 1, so_far.cents + s.cents};
          },
          otp::after(std::chrono::seconds(0), [] {}));
    }
  });
}
