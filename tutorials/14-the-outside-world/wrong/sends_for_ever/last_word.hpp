// Wrong: to send takes no time
// Refused with: the patience is for the sending, too
#pragma once

#include <algorithm>
#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  const otp::time_point deadline = otp::now() + patience;
  const auto left = [&] { return std::max(otp::duration::zero(), deadline - otp::now()); };
  try {
    otp::tcp::send(guest, words);
    otp::tcp::shutdown_write(guest);
    while (left() > otp::duration::zero() && !otp::tcp::receive_some(guest, 65536, left()).empty()) {
    }
  } catch (const otp::tcp::failure&) {
  }
}
