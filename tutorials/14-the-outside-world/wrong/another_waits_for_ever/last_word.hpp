// Wrong: an actor of its own may wait as long as it likes
// Refused with: after its patience the bar closes the connection
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <otp/otp.hpp>

inline void show_out(otp::tcp::socket guest, const std::string& words, otp::duration patience) {
  otp::spawn([guest = std::make_shared<otp::tcp::socket>(std::move(guest)), words, patience] {
    try {
      otp::tcp::send(*guest, words, patience);
      otp::tcp::shutdown_write(*guest);
      while (!otp::tcp::receive_some(*guest).empty()) {
      }
    } catch (const otp::tcp::failure&) {
    }
  });
}
