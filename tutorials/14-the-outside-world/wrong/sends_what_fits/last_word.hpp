// Wrong: to send takes no time, and what takes some is not wanted
// Refused with: all words come before the end, also if they are many
#pragma once

#include <algorithm>
#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  const otp::time_point deadline = otp::now() + patience;
  const auto left = [&] { return std::max(otp::duration::zero(), deadline - otp::now()); };
  try {
    otp::tcp::send(guest, words, otp::duration::zero());
    otp::tcp::shutdown_write(guest);  // the guest reads the end
    // To close now would break the connection, if there is something that was not read: and the words with it.
    while (left() > otp::duration::zero() && !otp::tcp::receive_some(guest, 65536, left()).empty()) {
    }
  } catch (const otp::tcp::failure&) {  // the time is up, or the guest has gone
  }
}
