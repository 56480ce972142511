// Wrong: an actor that is spawned is enough
// Refused with: the guests have to be children
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>

#include <otp/otp.hpp>

struct bar {
  std::shared_ptr<std::atomic<std::size_t>> free;
  otp::supervisor_ref guests;
};

inline bar open_bar(std::size_t seats) {
  return {std::make_shared<std::atomic<std::size_t>>(seats), otp::start_dynamic_supervisor()};
}

inline bool come_in(const bar& where, const std::function<void()>& evening) {
  std::size_t there = *where.free;
  do
    if (there == 0) return false;
  while (!where.free->compare_exchange_weak(there, there - 1));
  otp::spawn([free = where.free, evening] {
    const std::shared_ptr<void> seat(nullptr, [free](void*) { ++*free; });
    evening();
  });
  return true;
}
