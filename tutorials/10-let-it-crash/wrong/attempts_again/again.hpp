// Wrong: so many attempts are made again
// Refused with: so many calls are made as there are attempts
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

template <class Request>
std::optional<typename Request::reply> call_again(const std::string& server, const Request& request, int attempts,
                                                  otp::duration pause) {
  for (int failures = 0;; pause *= 2) {
    try {
      return otp::call(server, request);
    } catch (const otp::exit_exception&) {
      if (++failures > attempts) return std::nullopt;
    }
    otp::sleep_for(pause);
  }
}
