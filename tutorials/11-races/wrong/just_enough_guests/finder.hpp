// Wrong: where all who come find room, all rules are seen
// Refused with: one who lets in too many is found
#pragma once

#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  for (int guest = 0; guest < Door::room; ++guest) otp::spawn_monitor([&] { Door::enter(door); });
  for (int ends = 0; ends < Door::room; ++ends) otp::receive([](const otp::down&) {});
  const int inside = Door::inside(door);
  if (inside != Door::room) throw otp::expectation_failed(std::to_string(inside) + " are inside");
}
