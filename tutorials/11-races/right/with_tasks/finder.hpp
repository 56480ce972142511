// Right, too: a task for each guest, and what they were told
#pragma once

#include <string>
#include <vector>

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  std::vector<otp::task<bool>> guests;
  for (int guest = 0; guest < Door::room + 2; ++guest)
    guests.push_back(otp::async([&door] { return Door::enter(door); }));
  int in = 0;
  for (const otp::task<bool>& guest : guests) in += otp::await(guest, otp::infinity) ? 1 : 0;
  if (in != Door::room || Door::inside(door) != Door::room)
    throw otp::expectation_failed(std::to_string(in) + " were let in");
}
