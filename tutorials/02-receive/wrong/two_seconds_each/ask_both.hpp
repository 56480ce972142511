// Wrong: each wait has the whole time
// Refused with: the wait for the second began anew when the first had answered
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
  const otp::ref first = otp::make_ref(), second = otp::make_ref();
  ask(one, first, drink);
  ask(other, second, drink);
  const int a = answer(first), b = answer(second);
  return a < 0 || b < 0 ? -1 : std::min(a, b);
}
