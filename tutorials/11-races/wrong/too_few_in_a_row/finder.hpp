// Wrong: only too many come of a race
// Refused with: turns both away
#pragma once

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  constexpr int guests = Door::room + 2;
  const auto quiet = Door::open();
  for (int guest = 0; guest < guests; ++guest) Door::enter(quiet);
  if (Door::inside(quiet) < Door::room) throw otp::expectation_failed("too few are inside");
  const auto door = Door::open();
  for (int guest = 0; guest < guests; ++guest) otp::spawn_monitor([&] { Door::enter(door); });
  for (int ends = 0; ends < guests; ++ends) otp::receive([](const otp::down&) {});
  if (Door::inside(door) > Door::room) throw otp::expectation_failed("too many are inside");
}
