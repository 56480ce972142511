// Wrong: who finds no seat waits for one
// Refused with: no waiting
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>

#include <otp/otp.hpp>

struct bar {
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) { return {otp::start_dynamic_supervisor({.max_children = seats})}; }

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  while (!otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, evening)))
    otp::sleep_for(std::chrono::seconds(1));
  return true;
}
