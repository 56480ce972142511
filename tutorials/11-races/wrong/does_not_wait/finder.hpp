// Wrong: who has been started has come in
// Refused with: good doorman
#pragma once

#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  for (int guest = 0; guest < Door::room + 2; ++guest) otp::spawn([&] { Door::enter(door); });
  const int inside = Door::inside(door);
  if (inside != Door::room) throw otp::expectation_failed(std::to_string(inside) + " are inside");
}
