// Wrong: for each thanks the next glass
// Refused with: more glasses than were ordered
#pragma once

#include <otp/otp.hpp>

struct glass {
  otp::pid from;
  int number;
};
struct thanks {};

inline int pour(const otp::pid& consumer, int count, int window) {
  const otp::ref watch = otp::monitor(consumer);
  int sent = 0, thanked = 0;
  bool there = true;
  while (sent < window) otp::send(consumer, glass{otp::self(), ++sent});
  while (there && thanked < count)
    otp::receive(
        [&](thanks) {
          ++thanked;
          otp::send(consumer, glass{otp::self(), ++sent});
        },
        otp::when([&](const otp::down& d) { return d.ref == watch; }, [&](otp::down) { there = false; }));
  otp::demonitor(watch, otp::flush);
  return thanked;
}
