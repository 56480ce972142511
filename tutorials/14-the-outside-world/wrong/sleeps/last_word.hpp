// Wrong: some time for the words to arrive is enough
// Refused with: and goes: then there is nothing to wait for
#pragma once

#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  try {
    otp::tcp::send(guest, words, patience / 2);
    otp::tcp::shutdown_write(guest);
    otp::sleep_for(patience / 2);
  } catch (const otp::tcp::failure&) {
  }
}
