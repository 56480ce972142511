// Wrong: the state of an actor is a variable of the program
// Refused with: is the count a global or static variable?
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

inline int sales = 0, cents = 0;

inline otp::pid start_tally() {
  return otp::spawn("tally", [] {
    for (;;)
      otp::receive(
          [](sale s) {
            ++sales;
            cents += s.cents;
          },
          [](report_to r) {
            otp::send(r.whom, report{sales, cents});
          });
  });
}
