// Wrong: after a while all are done
// Refused with: takes his time
#pragma once

#include <chrono>
#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  for (int guest = 0; guest < Door::room + 2; ++guest) otp::spawn([=] { Door::enter(door); });
  otp::sleep_for(std::chrono::seconds(1));
  const int inside = Door::inside(door);
  if (inside != Door::room) throw otp::expectation_failed(std::to_string(inside) + " are inside");
}
