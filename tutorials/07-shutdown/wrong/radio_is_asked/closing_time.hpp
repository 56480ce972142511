// Wrong: temporary children are not waited for
// Refused with: the radio is ended at once, and not after
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
           otp::child("kitchen", {.shutdown = 10s}, all.kitchen), otp::child("service", {.shutdown = 2s}, all.service),
           otp::child("radio", {.restart = otp::temporary}, all.radio)});
}
