// Right, too: a byte at a time, and an end of its own in the middle
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  std::string bytes;
  for (std::size_t needed = 2; bytes.size() < needed;) {
    const std::string one = otp::tcp::receive_some(from, 1);
    if (one.empty() && bytes.empty()) return std::nullopt;
    if (one.empty()) throw otp::tcp::failure(otp::tcp::reason::closed, "an end in the middle of a slip");
    bytes += one;
    if (bytes.size() == 2) needed += static_cast<std::size_t>((bytes[0] - '0') * 10 + (bytes[1] - '0'));
  }
  return bytes.substr(2);
}
