// Exercise 1: orders of another bar.
//
// It sends them as slips: two digits that say how many bytes follow, and then those bytes. `06coffee03tea` are two
// slips. Return the text of the next one; nothing if the connection ends where a slip could begin. An end in the middle
// of a slip is a failure: let the otp::tcp::failure pass that says so.
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  const std::string slip = otp::tcp::receive_some(from);
  if (slip.empty()) return std::nullopt;
  return slip.substr(2);
}
