// Wrong: nothing to read now is the end
// Refused with: a pause is no end
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  if (!otp::wait_readable(from, std::chrono::seconds(1))) return std::nullopt;
  std::string digits = otp::tcp::receive_some(from, 1);
  if (digits.empty()) return std::nullopt;
  digits += otp::tcp::receive_exactly(from, 1);
  return otp::tcp::receive_exactly(from, std::stoul(digits));
}
