// two_ends.hpp - a connection with both its ends, for the tests of sockets.
#pragma once

#include <string>

#include <otp/tcp.hpp>

#include "support.hpp"

namespace tcp = otp::tcp;
using tcp::address;

struct two_ends {
  tcp::listener listener = tcp::listen(address::loopback(0));
  tcp::socket client = tcp::connect(listener.local());
  tcp::socket server = tcp::accept(listener);
};

/// Why it fails; `other` when it does not.
template <class F>
tcp::reason reason_of(F&& operation) {
  try {
    operation();
  } catch (const tcp::failure& f) {
    return f.reason();
  }
  ADD_FAILURE() << "did not fail";
  return tcp::reason::other;
}

inline std::string everything(const tcp::socket& from) {
  std::string all;
  for (std::string some; !(some = tcp::receive_some(from)).empty();) all += some;
  return all;
}

/// What has been sent has arrived, or will not.
inline void let_it_arrive() { otp::sleep_for(50ms); }
