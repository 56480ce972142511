// Wrong: one read takes all that was said
// Refused with: what is said has to be read until then
#pragma once

#include <algorithm>
#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  const otp::time_point deadline = otp::now() + patience;
  const auto left = [&] { return std::max(otp::duration::zero(), deadline - otp::now()); };
  try {
    otp::tcp::send(guest, words, left());
    otp::tcp::shutdown_write(guest);
    otp::tcp::receive_some(guest, 65536, left());
  } catch (const otp::tcp::failure&) {
  }
}
