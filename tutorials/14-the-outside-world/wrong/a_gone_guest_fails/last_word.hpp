// Wrong: a guest who has gone is an error of the bar
// Refused with: a guest who has gone already is no failure
#pragma once

#include <algorithm>
#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  const otp::time_point deadline = otp::now() + patience;
  const auto left = [&] { return std::max(otp::duration::zero(), deadline - otp::now()); };
  otp::tcp::send(guest, words, left());
  otp::tcp::shutdown_write(guest);
  while (left() > otp::duration::zero() && otp::wait_readable(guest, left()) &&
         !otp::tcp::receive_some(guest, 65536, left()).empty()) {
  }
}
