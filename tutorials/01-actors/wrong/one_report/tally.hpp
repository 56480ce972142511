// Wrong: an actor that has answered is done
// Refused with: it goes on after a report
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
    for (bool asked = false; !asked;)
      otp::receive(
          [&](sale s) {
            so_far = {so_far.sales + 1, so_far.cents + s.cents};
          },
          [&](report_to r) {
            otp::send(r.whom, so_far);
            asked = true;
          });
  });
}
