// Right, too: each guest tells when it is done; and one guest more than there is room for is enough
#pragma once

#include <string>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  struct done {};
  const auto door = Door::open();
  for (int guest = 0; guest <= Door::room; ++guest)
    otp::spawn([door, to = otp::self()] {
      Door::enter(door);
      otp::send(to, done{});
    });
  for (int guest = 0; guest <= Door::room; ++guest) otp::receive([](done) {});
  const int inside = Door::inside(door);
  if (inside != Door::room) throw otp::expectation_failed(std::to_string(inside) + " are inside");
}
