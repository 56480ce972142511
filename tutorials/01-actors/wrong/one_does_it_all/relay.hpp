// Wrong: what counts is the number of hops, not who makes them
// Refused with: a relay of 7 actors was asked for
#pragma once

#include <otp/otp.hpp>

struct token {
  int number;
  int hops;
};

inline otp::pid start_relay(int length, const otp::pid& last) {
  return otp::spawn("relay", [=] {
    for (;;) otp::receive([&](token t) { otp::send(last, token{t.number, t.hops + length}); });
  });
}
