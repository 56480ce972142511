// Wrong: who is silent has left
// Refused with: a slow guest
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
  bool there = true;
  while (there && thanked < count) {
    while (sent < count && sent - thanked < window) otp::send(consumer, glass{otp::self(), ++sent});
    otp::receive([&](thanks) { ++thanked; }, otp::after(std::chrono::seconds(5), [&] { there = false; }));
  }
  return thanked;
}
