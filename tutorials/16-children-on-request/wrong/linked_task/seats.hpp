// Wrong: a guest is a task of the one who lets it in
// Refused with: with the one who has let it in
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
    otp::async(where.guests, evening);
    return true;
  } catch (const otp::error&) {
    return false;
  }
}
