// Wrong: each failure is followed by a pause
// Refused with: after the last failure there is nothing to wait for
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

template <class Request>
std::optional<typename Request::reply> call_again(const std::string& server, const Request& request, int attempts,
                                                  otp::duration pause) {
  for (; attempts > 0; --attempts, pause *= 2) {
    try {
      return otp::call(server, request);
    } catch (const otp::exit_exception&) {
      otp::sleep_for(pause);
    }
  }
  return std::nullopt;
}
