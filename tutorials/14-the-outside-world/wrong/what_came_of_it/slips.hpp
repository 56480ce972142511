// Wrong: what has come of a text is better than nothing
// Refused with: an end in the middle of a slip is a failure
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  std::string digits = otp::tcp::receive_some(from, 1);
  if (digits.empty()) return std::nullopt;
  digits += otp::tcp::receive_exactly(from, 1);
  std::string text;
  while (text.size() < std::stoul(digits)) {
    const std::string more = otp::tcp::receive_some(from, std::stoul(digits) - text.size());
    if (more.empty()) break;
    text += more;
  }
  return text;
}
