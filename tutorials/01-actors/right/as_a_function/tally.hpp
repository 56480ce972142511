// Right, too: the state goes from turn to turn as an argument
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

inline void tally(report so_far) {
  for (;;)
    so_far = otp::receive(
        [&](sale s) {
          return report{so_far.sales + 1, so_far.cents + s.cents};
        },
        [&](report_to r) {
          otp::send(r.whom, so_far);
          return so_far;
        });
}

inline otp::pid start_tally() {
  return otp::spawn("tally", [] { tally({0, 0}); });
}
