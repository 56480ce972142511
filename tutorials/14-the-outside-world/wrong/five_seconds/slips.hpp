// Wrong: who sends nothing for five seconds has gone
// Refused with: a pause is no end
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  std::string digits = otp::tcp::receive_some(from, 1, std::chrono::seconds(5));
  if (digits.empty()) return std::nullopt;
  digits += otp::tcp::receive_exactly(from, 1, std::chrono::seconds(5));
  return otp::tcp::receive_exactly(from, std::stoul(digits), std::chrono::seconds(5));
}
