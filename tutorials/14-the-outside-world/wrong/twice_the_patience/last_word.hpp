// Wrong: the patience begins when all has been sent
// Refused with: the patience is for the sending and the reading together
#pragma once

#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  try {
    otp::tcp::send(guest, words, patience);
    otp::tcp::shutdown_write(guest);
    const otp::time_point deadline = otp::now() + patience;
    while (otp::now() < deadline && !otp::tcp::receive_some(guest, 65536, deadline - otp::now()).empty()) {
    }
  } catch (const otp::tcp::failure&) {
  }
}
