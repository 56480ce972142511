// Wrong: there is one bar in the world, so its count is a variable of the program
// Refused with: another bar
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

#include <otp/otp.hpp>

struct bar {
  std::size_t seats;
  otp::supervisor_ref guests;
};
inline std::atomic<std::size_t> taken;

inline bar open_bar(std::size_t seats) {
  taken = 0;
  return {seats, otp::start_dynamic_supervisor()};
}

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  if (taken.fetch_add(1) >= where.seats) {
    --taken;
    return false;
  }
  const auto guest = [evening] {
    const std::shared_ptr<void> seat(nullptr, [](void*) { --taken; });
    evening();
  };
  return bool(otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, guest)));
}
