// Wrong: who was there at the first glass stays to the last
// Refused with: who has left
#pragma once

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
    otp::receive([&](thanks) { ++thanked; });
  }
  return thanked;
}
