// Wrong: an answer is known by its type
// Refused with: was the late answer of another till
#pragma once

#include <algorithm>
#include <string>

#include <otp/otp.hpp>

struct price_of {
  otp::pid guest;
  otp::ref question;
  std::string drink;
};
struct price {
  otp::ref question;
  int cents;
};

inline void ask(const otp::pid& till, const otp::ref& question, const std::string& drink) {
  otp::send(till, price_of{otp::self(), question, drink});
}

inline int ask_both(const otp::pid& one, const otp::pid& other, const std::string& drink) {
  ask(one, otp::make_ref(), drink);
  ask(other, otp::make_ref(), drink);
  const otp::time_point deadline = otp::now() + std::chrono::seconds(2);
  int lowest = -1;
  for (int i = 0; i < 2; ++i) {
    const int cents =
        otp::receive([](price p) { return p.cents; },
                     otp::after(std::max(otp::duration::zero(), deadline - otp::now()), [] { return -1; }));
    if (cents < 0) return -1;
    lowest = lowest < 0 ? cents : std::min(lowest, cents);
  }
  return lowest;
}
