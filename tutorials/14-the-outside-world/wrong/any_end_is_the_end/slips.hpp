// Wrong: an end is an end, wherever it comes
// Refused with: an end in the middle of a slip is a failure
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  try {
    const std::string digits = otp::tcp::receive_exactly(from, 2);
    return otp::tcp::receive_exactly(from, std::stoul(digits));
  } catch (const otp::tcp::failure&) {
    return std::nullopt;
  }
}
