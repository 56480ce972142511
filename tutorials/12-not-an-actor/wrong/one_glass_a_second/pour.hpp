// Wrong: who sends slowly needs no window
// Refused with: glasses at once
#pragma once

#include <chrono>

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
  while (there && thanked < count) {
    if (sent < count) otp::send(consumer, glass{otp::self(), ++sent});
    if (sent < window && sent < count) continue;
    otp::receive([&](thanks) { ++thanked; },
                 otp::when([&](const otp::down& d) { return d.ref == watch; }, [&](otp::down) { there = false; }),
                 otp::after(std::chrono::seconds(1), [] {}));
  }
  otp::demonitor(watch, otp::flush);
  return thanked;
}
