// Wrong: a full bar is an error
// Refused with: no exception
#pragma once

#include <cstddef>
#include <functional>
#include <stdexcept>

#include <otp/otp.hpp>

struct bar {
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) { return {otp::start_dynamic_supervisor({.max_children = seats})}; }

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  const auto guest = otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, evening));
  if (!guest) throw std::runtime_error("no seat is free");
  return true;
}
