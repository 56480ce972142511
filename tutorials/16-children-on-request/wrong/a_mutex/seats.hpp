// Wrong: a lock around the look and the act
// Refused with: a mutex is held
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>

#include <otp/otp.hpp>

struct bar {
  std::shared_ptr<std::mutex> door;
  std::size_t seats;
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) {
  return {std::make_shared<std::mutex>(), seats, otp::start_dynamic_supervisor()};
}

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  const std::lock_guard one_at_a_time(*where.door);
  if (otp::count_children(where.guests).active >= where.seats) return false;
  return bool(otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, evening)));
}
