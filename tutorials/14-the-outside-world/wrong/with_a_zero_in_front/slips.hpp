// Wrong: any base that the number has (08 is octal, and no number)
// Refused with: the two digits are a decimal number
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  std::string digits = otp::tcp::receive_some(from, 1);
  if (digits.empty()) return std::nullopt;
  digits += otp::tcp::receive_exactly(from, 1);
  return otp::tcp::receive_exactly(from, std::stoul(digits, nullptr, 0));
}
