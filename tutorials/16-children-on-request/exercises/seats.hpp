// Exercise 1: a bar with so many seats.
//
// `open_bar` opens one, and `come_in` lets a guest in: the evening runs as a child of `guests`, and the result is true.
// When all seats are taken, the result is false, and the evening does not begin. Guests come at the same time, so
// `come_in` is called by many actors at once. The seat of a guest who has left, or failed, is free for the next one;
// the guest does not come back.
#pragma once

#include <cstddef>
#include <functional>

#include <otp/otp.hpp>

struct bar {
  std::size_t seats;
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) { return {seats, otp::start_dynamic_supervisor()}; }

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  if (otp::count_children(where.guests).active >= where.seats) return false;
  return bool(otp::start_child(where.guests, otp::child("guest", evening)));
}
