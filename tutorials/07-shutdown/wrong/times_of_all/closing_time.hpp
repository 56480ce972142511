// Wrong: the time counts from when the supervisor closes
// Refused with: the kitchen has 10 seconds to end, and was given more
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> kitchen, ledger, radio, service;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  using namespace std::chrono_literals;
  return otp::start_supervisor(
      {}, {otp::child("ledger", {.shutdown = otp::infinity}, all.ledger),
           otp::child("kitchen", {.shutdown = 12s}, all.kitchen), otp::child("service", {.shutdown = 2s}, all.service),
           otp::child("radio", {.shutdown = otp::brutal_kill}, all.radio)});
}
