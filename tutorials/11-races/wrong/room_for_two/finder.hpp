// Wrong: what holds for one door holds for all
// Refused with: has room for
#pragma once

#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  for (int guest = 0; guest < 4; ++guest) otp::spawn_monitor([&] { Door::enter(door); });
  for (int ends = 0; ends < 4; ++ends) otp::receive([](const otp::down&) {});
  const int inside = Door::inside(door);
  if (inside != 2) throw otp::expectation_failed(std::to_string(inside) + " are inside");
}
