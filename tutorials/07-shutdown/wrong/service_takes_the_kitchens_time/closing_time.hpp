// Wrong: a supervisor's shutdown is for all below it
// Refused with: the service has 2 seconds to end, and was given more
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
           otp::child("kitchen", {.shutdown = 10s}, all.kitchen),
           otp::child_supervisor("service", {}, {otp::child("service", all.service)}, {.shutdown = 2s}),
           otp::child("radio", {.shutdown = otp::brutal_kill}, all.radio)});
}
