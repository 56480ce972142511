// Right, too: it waits for something to read, and then reads it
#pragma once

#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  try {
    const otp::time_point deadline = otp::now() + patience;
    otp::tcp::send(guest, words, patience);
    otp::tcp::shutdown_write(guest);
    char memory[1000];
    for (otp::time_point now = otp::now(); now < deadline; now = otp::now())
      if (!otp::wait_readable(guest, deadline - now) || otp::tcp::receive_into(guest, memory) == 0) break;
  } catch (const otp::tcp::failure&) {
  }
}
