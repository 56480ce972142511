// Right, too: it asks now and then whether the consumer is still there
#pragma once

#include <chrono>

#include <otp/otp.hpp>

struct glass {
  otp::pid from;
  int number;
};
struct thanks {};

inline int pour(const otp::pid& consumer, int count, int window) {
  int sent = 0, thanked = 0;
  while (thanked < count) {
    while (sent < count && sent - thanked < window) otp::send(consumer, glass{otp::self(), ++sent});
    const bool there = otp::is_process_alive(consumer);  // before the look: what it has sent is here, when it is not
    const bool got = otp::receive(
        [&](thanks) {
          ++thanked;
          return true;
        },
        otp::after(std::chrono::milliseconds(there ? 10 : 0), [] { return false; }));
    if (!got && !there) break;
  }
  return thanked;
}
