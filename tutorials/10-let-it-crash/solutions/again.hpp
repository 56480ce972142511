#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

template <class Request>
std::optional<typename Request::reply> call_again(const std::string& server, const Request& request, int attempts,
                                                  otp::duration pause) {
  for (int attempt = 1; attempt <= attempts; ++attempt) {
    if (attempt > 1) {
      otp::sleep_for(pause);
      pause *= 2;
    }
    try {
      return otp::call(server, request);
    } catch (const otp::exit_exception&) {  // nothing else: what ends the caller is not for us to catch
    }
  }
  return std::nullopt;
}
