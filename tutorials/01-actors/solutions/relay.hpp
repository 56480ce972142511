#pragma once

#include <otp/otp.hpp>

struct token {
  int number;
  int hops;
};

inline otp::pid start_relay(int length, const otp::pid& last) {
  otp::pid next = last;  // from the end: each has to know its successor when it starts
  for (int i = 0; i < length; ++i)
    next = otp::spawn("relay", [next] {
      for (;;) otp::receive([&](token t) { otp::send(next, token{t.number, t.hops + 1}); });
    });
  return next;
}
