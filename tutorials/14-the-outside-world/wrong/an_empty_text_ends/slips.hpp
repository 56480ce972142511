// Wrong: an empty text is the end
// Refused with: a slip of no bytes is a slip
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  std::string digits = otp::tcp::receive_some(from, 1);
  if (digits.empty()) return std::nullopt;
  digits += otp::tcp::receive_exactly(from, 1);
  const std::string text = otp::tcp::receive_exactly(from, std::stoul(digits));
  if (text.empty()) return std::nullopt;
  return text;
}
