// Wrong: guests with actors of their own come at the same time
// Refused with: only when guests come at the same time: then he lets in too many
#pragma once

#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  for (int guest = 0; guest < Door::room + 2; ++guest)
    otp::await_down(otp::spawn_monitor([&] { Door::enter(door); }).ref);
  const int inside = Door::inside(door);
  if (inside != Door::room) throw otp::expectation_failed(std::to_string(inside) + " are inside");
}
