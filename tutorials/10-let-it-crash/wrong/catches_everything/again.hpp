// Wrong: whatever is thrown, trying again helps
// Refused with: catch what says that a call has failed, and nothing else
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

template <class Request>
std::optional<typename Request::reply> call_again(const std::string& server, const Request& request, int attempts,
                                                  otp::duration pause) {
  for (int attempt = 1; attempt <= attempts; ++attempt, pause *= 2) {
    try {
      return otp::call(server, request);
    } catch (const std::exception&) {
      if (attempt < attempts) otp::sleep_for(pause);
    }
  }
  return std::nullopt;
}
