// Right, too: both get the same question, and two answers to it are wanted
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
  const otp::ref question = otp::make_ref();
  ask(one, question, drink);
  ask(other, question, drink);
  const otp::time_point deadline = otp::now() + std::chrono::seconds(2);
  int answers = 0, lowest = 0;
  while (answers < 2) {
    const bool came =
        otp::receive(otp::when([&](const price& p) { return p.question == question; },
                               [&](const price& p) {
                                 lowest = answers++ == 0 ? p.cents : std::min(lowest, p.cents);
                                 return true;
                               }),
                     otp::after(std::max(otp::duration::zero(), deadline - otp::now()), [] { return false; }));
    if (!came) return -1;
  }
  return lowest;
}
