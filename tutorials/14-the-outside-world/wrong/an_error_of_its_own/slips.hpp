// Wrong: an error is an error, whatever its type
// Refused with: the otp::tcp::failure that says so has to pass
#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  try {
    std::string digits = otp::tcp::receive_some(from, 1);
    if (digits.empty()) return std::nullopt;
    digits += otp::tcp::receive_exactly(from, 1);
    return otp::tcp::receive_exactly(from, std::stoul(digits));
  } catch (const otp::tcp::failure& f) {
    throw std::runtime_error(f.what());
  }
}
