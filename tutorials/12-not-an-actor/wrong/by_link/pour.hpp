// Wrong: to hear of an end, one links
// Refused with: a guest who fails
#pragma once

#include <chrono>

#include <otp/otp.hpp>

struct glass {
  otp::pid from;
  int number;
};
struct thanks {};

inline int pour(const otp::pid& consumer, int count, int window) {
  otp::link(consumer);
  int sent = 0, thanked = 0;
  while (thanked < count && otp::is_process_alive(consumer)) {
    while (sent < count && sent - thanked < window) otp::send(consumer, glass{otp::self(), ++sent});
    otp::receive([&](thanks) { ++thanked; }, otp::after(std::chrono::seconds(1), [] {}));
  }
  otp::unlink(consumer);
  return thanked;
}
