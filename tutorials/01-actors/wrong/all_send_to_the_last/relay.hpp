// Wrong: each is the successor of none
// Refused with: a relay of 2 actors
#pragma once

#include <otp/otp.hpp>

struct token {
  int number;
  int hops;
};

inline otp::pid start_relay(int length, const otp::pid& last) {
  otp::pid first = last;
  for (int i = 0; i < length; ++i)
    first = otp::spawn("relay", [last] {
      for (;;) otp::receive([&](token t) { otp::send(last, token{t.number, t.hops + 1}); });
    });
  return first;
}
