// Right, too: one or two digits come at first, and the other one if it is missing
#pragma once

#include <optional>
#include <span>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  char digits[2];
  const std::size_t got = otp::tcp::receive_into(from, digits);
  if (got == 0) return std::nullopt;
  if (got == 1) digits[1] = otp::tcp::receive_exactly(from, 1)[0];
  std::string text(static_cast<std::size_t>(10 * (digits[0] - '0') + digits[1] - '0'), ' ');
  for (std::size_t have = 0; have < text.size();) {
    const std::size_t more = otp::tcp::receive_into(from, std::span(text).subspan(have));
    if (more == 0) throw otp::tcp::failure(otp::tcp::reason::closed, "an end in the text");
    have += more;
  }
  return text;
}
