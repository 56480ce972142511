// Exercise 1: a producer with a window.
//
// Send `count` glasses to the consumer: glass{self(), 1}, glass{self(), 2}, ... For each glass that it has emptied it
// answers `thanks`. At most `window` glasses may be on the way without thanks. Return when all have been thanked
// for; if the consumer is over before that, stop at once. Return how many thanks have come.
#pragma once

#include <otp/otp.hpp>

struct glass {
  otp::pid from;
  int number;
};
struct thanks {};

inline int pour(const otp::pid& consumer, int count, int /*window*/) {
  for (int i = 1; i <= count; ++i) otp::send(consumer, glass{otp::self(), i});
  int thanked = 0;
  while (thanked < count) otp::receive([&](thanks) { ++thanked; });
  return thanked;
}
