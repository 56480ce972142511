// Exercise 2: a chain of actors.
//
// Start `length` actors. Each passes every `token` it gets on to the next, with one hop more; the last one passes it to
// `last`. Return the pid of the first. The tokens have to come out in the order in which they went in.
#pragma once

#include <otp/otp.hpp>

struct token {
  int number;
  int hops;
};

inline otp::pid start_relay(int length, const otp::pid& last) {
  static_cast<void>(length);  // Which one do you have to start first?
  return last;
}
