#pragma once

#include <functional>
#include <utility>

#include <otp/otp.hpp>

inline std::pair<otp::pid, otp::pid> start_pair(const std::function<void()>& one, const std::function<void()>& other) {
  struct linked {};
  // If the first one began at once, it could be over before the link is made: and linking the dead is an error.
  const otp::pid first = otp::spawn("one", [one] {
    otp::receive([](linked) {});
    one();
  });
  // Only an actor itself can make a link of its own, so the second one makes it, before it does anything else.
  const otp::pid second = otp::spawn("other", [first, other] {
    otp::link(first);
    otp::send(first, linked{});
    other();
  });
  return {first, second};
}
