// Wrong: what is read ahead is kept in one place for all connections
// Refused with: what comes by one connection is no part of a slip of another one
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

inline thread_local std::string ahead;

inline std::optional<std::string> next_slip(const otp::tcp::socket& from) {
  const auto has = [&](std::size_t bytes) {
    while (ahead.size() < bytes) {
      const std::string more = otp::tcp::receive_some(from);
      if (more.empty()) return false;
      ahead += more;
    }
    return true;
  };
  const auto take = [&](std::size_t bytes) {
    const std::string taken = ahead.substr(0, bytes);
    ahead.erase(0, bytes);
    return taken;
  };
  const auto middle = [] {
    ahead.clear();
    return otp::tcp::failure(otp::tcp::reason::closed, "the middle of a slip");
  };
  if (!has(1)) return std::nullopt;
  if (!has(2)) throw middle();
  const std::size_t length = std::stoul(take(2));
  if (!has(length)) throw middle();
  return take(length);
}
