// Right, too: one receive for both, whichever comes first
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
  const otp::ref first = otp::make_ref(), second = otp::make_ref();
  ask(one, first, drink);
  ask(other, second, drink);
  const otp::time_point end = otp::now() + std::chrono::seconds(2);
  int a = -1, b = -1;
  bool late = false;
  while (!late && (a < 0 || b < 0))
    otp::receive(otp::when([&](const price& p) { return p.question == first; }, [&](const price& p) { a = p.cents; }),
                 otp::when([&](const price& p) { return p.question == second; }, [&](const price& p) { b = p.cents; }),
                 otp::after(std::max(end - otp::now(), otp::duration::zero()), [&] { late = true; }));
  return late ? -1 : std::min(a, b);
}
