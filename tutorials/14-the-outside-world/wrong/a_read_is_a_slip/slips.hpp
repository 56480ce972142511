// Wrong: what was sent by one send comes by one read
// Refused with: a read is not a slip: two may come together
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  const std::string slip = otp::tcp::receive_some(from);
  if (slip.empty()) return std::nullopt;
  return slip.substr(2, std::stoul(slip.substr(0, 2)));
}
