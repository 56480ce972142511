// Wrong: a server that is down is asked as often as one that has stumbled
// Refused with: a pause of 1 s, and one of 2 s
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

template <class Request>
std::optional<typename Request::reply> call_again(const std::string& server, const Request& request, int attempts,
                                                  otp::duration pause) {
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    if (attempt > 1) otp::sleep_for(pause);
    try {
      return otp::call(server, request);
    } catch (const otp::exit_exception&) {
    }
  }
  return std::nullopt;
}
