// Wrong: who reads no length has read the end
// Refused with: an end between the two digits is in the middle of a slip
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  std::string digits;
  try {
    digits = otp::tcp::receive_exactly(from, 2);
  } catch (const otp::tcp::failure& f) {
    if (f.reason() == otp::tcp::reason::closed) return std::nullopt;
    throw;
  }
  return otp::tcp::receive_exactly(from, std::stoul(digits));
}
