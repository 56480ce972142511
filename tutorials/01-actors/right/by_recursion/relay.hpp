// Right, too: the rest of the chain is a chain
#pragma once

#include <otp/otp.hpp>

struct token {
  int number;
  int hops;
};

inline otp::pid start_relay(int length, const otp::pid& last) {
  if (length == 0) return last;
  return otp::spawn("relay", [next = start_relay(length - 1, last)] {
    for (;;)
      otp::receive([&](token t) {
        ++t.hops;
        otp::send(next, t);
      });
  });
}
