// Wrong: to come in is to spend the evening
// Refused with: while the guest is inside
#pragma once

#include <cstddef>
#include <functional>

#include <otp/otp.hpp>

struct bar {
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) { return {otp::start_task_supervisor({.max_children = seats})}; }

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  try {
    otp::async_nolink(where.guests, evening).outcome(otp::infinity);
    return true;
  } catch (const otp::error&) {
    return false;
  }
}
