// Wrong: what does not end has failed
// Refused with: otp::expectation_failed
#pragma once

#include <chrono>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  for (int guest = 0; guest < Door::room + 2; ++guest)
    otp::spawn([&, to = otp::self()] {
      if (Door::enter(door)) otp::send(to, guest);
    });
  for (int in = 0; in < Door::room; ++in) otp::receive([](int) {});
  otp::receive([](int) { throw otp::expectation_failed("too many are inside"); },
               otp::after(std::chrono::minutes(1), [] {}));
}
