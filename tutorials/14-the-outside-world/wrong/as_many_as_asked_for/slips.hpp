// Wrong: a read of so many bytes gives so many
// Refused with: a part of it may come first, and the rest later
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  const std::string digits = otp::tcp::receive_some(from, 2);
  if (digits.empty()) return std::nullopt;
  return otp::tcp::receive_some(from, std::stoul(digits));
}
