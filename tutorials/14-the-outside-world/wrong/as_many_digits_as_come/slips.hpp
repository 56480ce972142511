// Wrong: the length goes on as long as there are digits
// Refused with: only the two digits say where a slip ends
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  std::string digits = otp::tcp::receive_some(from, 1);
  if (digits.empty()) return std::nullopt;
  std::string next = otp::tcp::receive_exactly(from, 1);
  for (; next[0] >= '0' && next[0] <= '9'; next = otp::tcp::receive_exactly(from, 1)) digits += next;
  return next + otp::tcp::receive_exactly(from, std::stoul(digits) - 1);
}
