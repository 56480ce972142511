// Wrong: a child is permanent, and a guest who has left is started again
// Refused with: does not come back
#pragma once

#include <cstddef>
#include <functional>

#include <otp/otp.hpp>

struct bar {
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) { return {otp::start_dynamic_supervisor({.max_children = seats})}; }

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  return bool(otp::start_child(where.guests, otp::child("guest", evening)));
}
