// Right, too: each hears from the one who starts them who its successor is
#pragma once

#include <vector>

#include <otp/otp.hpp>

struct token {
  int number;
  int hops;
};

inline otp::pid start_relay(int length, const otp::pid& last) {
  struct successor {
    otp::pid whom;
  };
  std::vector<otp::pid> all;
  for (int i = 0; i < length; ++i)
    all.push_back(otp::spawn("relay", [] {
      const otp::pid next = otp::receive([](successor s) { return s.whom; });
      for (;;) otp::receive([&](token t) { otp::send(next, token{t.number, t.hops + 1}); });
    }));
  all.push_back(last);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) otp::send(all[i], successor{all[i + 1]});
  return all.front();
}
