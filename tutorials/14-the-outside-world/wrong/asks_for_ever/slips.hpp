// Wrong: who asks again and again gets the rest in the end
// Refused with: an end in the middle of a slip is a failure
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  std::string digits = otp::tcp::receive_some(from, 1);
  if (digits.empty()) return std::nullopt;
  while (digits.size() < 2) digits += otp::tcp::receive_some(from, 1);
  const std::size_t length = std::stoul(digits);
  std::string text;
  while (text.size() < length) text += otp::tcp::receive_some(from, length - text.size());
  return text;
}
