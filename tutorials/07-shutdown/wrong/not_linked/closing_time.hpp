// Wrong: who is stopped by hand need not be linked
// Refused with: the supervisor is linked to the caller, who has failed
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> kitchen, ledger, radio, service;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  using namespace std::chrono_literals;
  const auto bar = otp::start_supervisor(
      {}, {otp::child("ledger", {.shutdown = otp::infinity}, all.ledger),
           otp::child("kitchen", {.shutdown = 10s}, all.kitchen), otp::child("service", {.shutdown = 2s}, all.service),
           otp::child("radio", {.shutdown = otp::brutal_kill}, all.radio)});
  otp::unlink(bar);
  return bar;
}
