// Wrong: the only fault is too many
// Refused with: lets in too few is found
#pragma once

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  constexpr int guests = Door::room + 2;
  for (int guest = 0; guest < guests; ++guest) otp::spawn_monitor([&] { Door::enter(door); });
  for (int ends = 0; ends < guests; ++ends) otp::receive([](const otp::down&) {});
  if (Door::inside(door) > Door::room) throw otp::expectation_failed("too many are inside");
}
