// Right, too: a credit for each place on the table; thanks give one back
#pragma once

#include <otp/otp.hpp>

struct glass {
  otp::pid from;
  int number;
};
struct thanks {};

inline int pour(const otp::pid& consumer, int count, int window) {
  const otp::ref watch = otp::monitor(consumer);
  int thanked = 0, credits = window;
  bool over = false;
  const auto one_message = [&] {
    otp::receive(
        [&](thanks) {
          ++thanked;
          ++credits;
        },
        otp::when([&](const otp::down& d) { return d.ref == watch; }, [&](otp::down) { over = true; }));
  };
  for (int number = 1; number <= count && !over; ++number) {
    while (credits == 0 && !over) one_message();
    if (over) break;
    --credits;
    otp::send(consumer, glass{otp::self(), number});
  }
  while (!over && thanked < count) one_message();
  otp::demonitor(watch, otp::flush);
  return thanked;
}
