// Right, too: ten guests more than there is room for, awaited by otp::expect
#pragma once

#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  constexpr int guests = Door::room + 10;
  for (int guest = 0; guest < guests; ++guest) otp::spawn_monitor("guest", [door] { Door::enter(door); });
  for (int ends = 0; ends < guests; ++ends) otp::expect<otp::down>();
  const int inside = Door::inside(door);
  if (inside != Door::room) throw otp::expectation_failed(std::to_string(inside) + " are inside");
}
