// Wrong: to be quick, pass each token on in an actor of its own
// Refused with: a token has overtaken another one
#pragma once

#include <otp/otp.hpp>

struct token {
  int number;
  int hops;
};

inline otp::pid start_relay(int length, const otp::pid& last) {
  otp::pid next = last;
  for (int i = 0; i < length; ++i)
    next = otp::spawn("relay", [next] {
      for (;;) otp::receive([&](token t) { otp::spawn([=] { otp::send(next, token{t.number, t.hops + 1}); }); });
    });
  return next;
}
