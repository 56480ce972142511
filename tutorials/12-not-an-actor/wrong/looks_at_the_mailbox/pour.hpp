// Wrong: what has left the mailbox has been emptied
// Refused with: glasses at once
#pragma once

#include <chrono>
#include <cstddef>

#include <otp/otp.hpp>

struct glass {
  otp::pid from;
  int number;
};
struct thanks {};

inline int pour(const otp::pid& consumer, int count, int window) {
  const otp::ref watch = otp::monitor(consumer);
  int thanked = 0;
  bool there = true;
  const auto end = otp::when([&](const otp::down& d) { return d.ref == watch; }, [&](otp::down) { there = false; });
  for (int sent = 0; there && sent < count;) {
    const std::size_t waiting = otp::message_queue_len(consumer).value_or(0);
    if (waiting < static_cast<std::size_t>(window))
      otp::send(consumer, glass{otp::self(), ++sent});
    else
      otp::receive([&](thanks) { ++thanked; }, end, otp::after(std::chrono::milliseconds(10), [] {}));
  }
  while (there && thanked < count) otp::receive([&](thanks) { ++thanked; }, end);
  otp::demonitor(watch, otp::flush);
  return thanked;
}
