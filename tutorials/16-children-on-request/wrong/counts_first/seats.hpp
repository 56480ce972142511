// Wrong: what one has counted is still so when one acts
// Refused with: has another guest come in between the look and the start
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
  return bool(otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, evening)));
}
