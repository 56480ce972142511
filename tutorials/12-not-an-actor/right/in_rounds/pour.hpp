// Right, too: a tray of glasses, and the next one when all have been thanked for
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
    for (int tray = 0; tray < window && sent < count; ++tray) otp::send(consumer, glass{otp::self(), ++sent});
    while (there && thanked < sent)
      otp::receive([&](thanks) { ++thanked; },
                   otp::when([&](const otp::down& d) { return d.ref == watch; }, [&](otp::down) { there = false; }));
  }
  otp::demonitor(watch, otp::flush);
  return thanked;
}
