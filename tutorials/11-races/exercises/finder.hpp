// Exercise 2: find the race.
//
// A fire safety rule: no more than Door::room guests may be inside. There are several doormen, good ones and
// bad ones:
//   auto door = Door::open();    starts one
//   bool in = Door::enter(door)  is called by a guest, in an actor of the guest's own; true: the guest is inside
//   int n = Door::inside(door)   how many are inside
// Write a scenario for `otp::explore`: it throws otp::expectation_failed when a doorman has let in too many, or
// fewer than there were room and guests for. The test tries it on good doormen and on bad ones.
#pragma once

#include <otp/explore.hpp>
#include <otp/otp.hpp>
#include <otp/testing.hpp>

template <class Door>
void scenario() {
  const auto door = Door::open();
  for (int guest = 0; guest < Door::room + 2; ++guest) Door::enter(door);
  if (Door::inside(door) > Door::room) throw otp::expectation_failed("too many are inside");
}
