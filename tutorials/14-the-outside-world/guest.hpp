// guest.hpp - what the programs share: how a guest comes in, and what the guest's actor is given.
#pragma once

#include <memory>

#include <otp/otp.hpp>

/// Arguments of children are copied, and a socket cannot be: so they share it.
using connection = std::shared_ptr<const otp::tcp::socket>;

/// A connection to the bar. While the door is not open yet, or not open again, the guest tries once more.
inline otp::tcp::socket come_in(const otp::tcp::address& bar) {
  using namespace std::chrono_literals;
  for (;;) try {
      return otp::tcp::connect(bar, 5s);
    } catch (const otp::tcp::failure& f) {
      if (f.reason() != otp::tcp::reason::refused) throw;
      otp::sleep_for(10ms);
    }
}
