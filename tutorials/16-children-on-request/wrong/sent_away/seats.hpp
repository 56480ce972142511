// Wrong: who has come in too many is sent away again
// Refused with: does not begin
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
  const auto guest = otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, evening));
  if (otp::count_children(where.guests).active <= where.seats) return true;
  otp::terminate_child(where.guests, guest.pid);
  return false;
}
