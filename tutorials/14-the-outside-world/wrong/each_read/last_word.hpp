// Wrong: a time for each read is a time for all
// Refused with: the patience is for all reads together
#pragma once

#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  try {
    otp::tcp::send(guest, words, patience);
    otp::tcp::shutdown_write(guest);
    while (!otp::tcp::receive_some(guest, 65536, patience).empty()) {
    }
  } catch (const otp::tcp::failure&) {
  }
}
