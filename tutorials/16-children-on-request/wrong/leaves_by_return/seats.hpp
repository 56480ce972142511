// Wrong: the seat is given back after the evening, and an evening ends by its last line
// Refused with: seat of one who has failed is free
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

#include <otp/otp.hpp>

struct bar {
  std::shared_ptr<std::atomic<std::size_t>> taken;
  std::size_t seats;
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) {
  return {std::make_shared<std::atomic<std::size_t>>(0), seats, otp::start_dynamic_supervisor()};
}

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  if (where.taken->fetch_add(1) >= where.seats) {
    --*where.taken;
    return false;
  }
  const auto guest = [taken = where.taken, evening] {
    evening();
    --*taken;
  };
  return bool(otp::start_child(where.guests, otp::child("guest", {.restart = otp::temporary}, guest)));
}
