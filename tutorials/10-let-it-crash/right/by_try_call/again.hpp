// Right, too: a failed call is returned and not thrown
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

template <class Request>
std::optional<typename Request::reply> call_again(const std::string& server, const Request& request, int attempts,
                                                  otp::duration pause) {
  for (;;) {
    if (auto answer = otp::try_call(server, request)) return *std::move(answer.value);
    if (--attempts <= 0) return std::nullopt;
    otp::sleep_for(pause);
    pause *= 2;
  }
}
