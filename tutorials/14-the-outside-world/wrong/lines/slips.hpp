// Wrong: a line reader reads slips, for a slip is a line
// Refused with: a slip is two digits and a text, and only its text is returned
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  otp::tcp::line_reader lines(from);
  return lines.next();
}
