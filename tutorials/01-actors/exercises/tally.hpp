// Exercise 1: an actor with state.
//
// Start an actor that counts the `sale` messages it gets, and adds up their cents. To a `report_to` it answers with a
// `report`. It goes on until it is killed.
#pragma once

#include <otp/otp.hpp>

struct sale {
  int cents;
};
struct report_to {
  otp::pid whom;
};
struct report {
  int sales;
  int cents;
};

inline otp::pid start_tally() {
  return otp::spawn("tally", [] {
    // Your loop comes here. What does the actor have to remember, and where does it keep that?
  });
}
