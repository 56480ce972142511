#pragma once

#include <cstddef>
#include <functional>

#include <otp/otp.hpp>

struct bar {
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) { return {otp::start_dynamic_supervisor({.max_children = seats})}; }

/// The supervisor serves one request at a time: it counts and starts in one step.
inline bool come_in(const bar& where, const std::function<void()>& evening) {
  return bool(otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, evening)));
}
