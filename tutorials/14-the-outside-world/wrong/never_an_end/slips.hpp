// Wrong: each end is a failure
// Refused with: has ended where a slip could begin
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  const std::string digits = otp::tcp::receive_exactly(from, 2);
  return otp::tcp::receive_exactly(from, std::stoul(digits));
}
