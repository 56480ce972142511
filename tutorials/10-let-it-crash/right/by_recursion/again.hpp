// Right, too: one call, and after a pause the same with one less
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

template <class Request>
std::optional<typename Request::reply> call_again(const std::string& server, const Request& request, int attempts,
                                                  otp::duration pause) {
  if (attempts <= 0) return std::nullopt;
  try {
    return otp::call(server, request);
  } catch (const otp::exit_exception&) {
    if (attempts == 1) return std::nullopt;
  }
  otp::sleep_for(pause);
  return call_again(server, request, attempts - 1, 2 * pause);
}
