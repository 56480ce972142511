// Exercise 1: ask again, but not for ever.
//
// Call the server of this name. When the call fails (because the server has ended, or is not there, or because
// the time is up), wait for `pause` and call again; each pause is twice as long as the one before it. Return the
// reply, or nothing when `attempts` calls have failed; after the last one, do not wait.
// An exit signal to the caller itself must still end it.
#pragma once

#include <optional>
#include <string>

#include <otp/otp.hpp>

template <class Request>
std::optional<typename Request::reply> call_again(const std::string& server, const Request& request, int /*attempts*/,
                                                  otp::duration pause) {
  for (;;) {
    try {
      return otp::call(server, request);
    } catch (...) {
      otp::sleep_for(pause);
    }
  }
}
