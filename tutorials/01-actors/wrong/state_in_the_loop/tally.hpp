// Wrong: what is declared in the loop is kept
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
    for (;;) {
      report so_far{0, 0};
      otp::receive(
          [&](sale s) {
            so_far = {so_far.sales + 1, so_far.cents + s.cents};
          },
          [&](report_to r) { otp::send(r.whom, so_far); });
    }
  });
}
