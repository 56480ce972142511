// Wrong: any exception will do
// Refused with: otp::expectation_failed
#pragma once

#include <stdexcept>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  constexpr int guests = Door::room + 2;
  for (int guest = 0; guest < guests; ++guest) otp::spawn_monitor([&] { Door::enter(door); });
  for (int ends = 0; ends < guests; ++ends) otp::receive([](const otp::down&) {});
  if (Door::inside(door) != Door::room) throw std::logic_error("not as many as there is room for");
}
