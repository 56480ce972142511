// Right, too: a child of a task supervisor, which is temporary anyway
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
    otp::start_task_child(where.guests, evening);
    return true;
  } catch (const otp::error& e) {
    if (e.code() != otp::errc::system_limit) throw;
    return false;
  }
}
