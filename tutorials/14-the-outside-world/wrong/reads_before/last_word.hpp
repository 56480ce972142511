// Wrong: who has read all that there is may close
// Refused with: what is said has to be read until then
#pragma once

#include <chrono>
#include <string>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  try {
    while (otp::wait_readable(guest, std::chrono::seconds(0)) && !otp::tcp::receive_some(guest).empty()) {
    }
    otp::tcp::send(guest, words, patience);
  } catch (const otp::tcp::failure&) {
  }
}
