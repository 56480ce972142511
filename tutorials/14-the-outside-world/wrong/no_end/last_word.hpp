// Wrong: the guest goes first
// Refused with: must read the words and then the end, and goes
#pragma once

#include <algorithm>
#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  const otp::time_point deadline = otp::now() + patience;
  const auto left = [&] { return std::max(otp::duration::zero(), deadline - otp::now()); };
  try {
    otp::tcp::send(guest, words, left());
    while (left() > otp::duration::zero() && !otp::tcp::receive_some(guest, 65536, left()).empty()) {
    }
  } catch (const otp::tcp::failure&) {
  }
}
