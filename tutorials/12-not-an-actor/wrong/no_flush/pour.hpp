// Wrong: after demonitor no down is left
// Refused with: left in the mailbox
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
  while (there && thanked < count) {
    while (sent < count && sent - thanked < window) otp::send(consumer, glass{otp::self(), ++sent});
    otp::receive([&](thanks) { ++thanked; },
                 otp::when([&](const otp::down& d) { return d.ref == watch; }, [&](otp::down) { there = false; }));
  }
  otp::demonitor(watch);
  return thanked;
}
