// Right, too: the state is an object that lives on the stack of the actor
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

class book {
 public:
  void add(sale s) {
    ++sums_.sales;
    sums_.cents += s.cents;
  }
  report so_far() const { return sums_; }

 private:
  report sums_{0, 0};
};

inline otp::pid start_tally() {
  return otp::spawn("tally", [] {
    book mine;
    while (true) otp::receive([&](report_to r) { otp::send(r.whom, mine.so_far()); }, [&](sale s) { mine.add(s); });
  });
}
