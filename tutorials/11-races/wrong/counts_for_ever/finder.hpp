// Wrong: a scenario runs once
// Refused with: good doorman
#pragma once

#include <atomic>
#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  static std::atomic<int> inside;
  const auto door = Door::open();
  constexpr int guests = Door::room + 2;
  for (int guest = 0; guest < guests; ++guest)
    otp::spawn_monitor([&] {
      if (Door::enter(door)) ++inside;
    });
  for (int ends = 0; ends < guests; ++ends) otp::receive([](const otp::down&) {});
  if (inside != Door::room) throw otp::expectation_failed(std::to_string(inside) + " are inside");
}
