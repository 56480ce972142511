// Wrong: ask, wait, ask, wait
// Refused with: two tills that take a second each, one after the other
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

inline int answer(const otp::ref& question) {
  return otp::receive(
      otp::when([&](const price& p) { return p.question == question; }, [](const price& p) { return p.cents; }),
      otp::after(std::chrono::seconds(2), [] { return -1; }));
}

inline int ask_both(const otp::pid& one, const otp::pid& other, const std::string& drink) {
  int lowest = -1;
  for (const otp::pid& till : {one, other}) {
    const otp::ref question = otp::make_ref();
    ask(till, question, drink);
    const int cents = answer(question);
    if (cents < 0) return -1;
    lowest = lowest < 0 ? cents : std::min(lowest, cents);
  }
  return lowest;
}
