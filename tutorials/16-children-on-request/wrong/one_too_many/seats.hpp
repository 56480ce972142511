// Wrong: the limit is what is too many
// Refused with: when all seats are taken, the result is `false`
#pragma once

#include <cstddef>
#include <functional>

#include <otp/otp.hpp>

struct bar {
  std::size_t seats;
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) { return {seats, otp::start_dynamic_supervisor({.max_children = seats + 1})}; }

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  return bool(otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, evening)));
}
