// Wrong: a long time is as long as it takes
// Refused with: the ledger may take as long as it needs to end: it was not waited for
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> kitchen, ledger, radio, service;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  using namespace std::chrono_literals;
  return otp::start_supervisor(
      {}, {otp::child("ledger", {.shutdown = 24h}, all.ledger), otp::child("kitchen", {.shutdown = 10s}, all.kitchen),
           otp::child("service", {.shutdown = 2s}, all.service),
           otp::child("radio", {.shutdown = otp::brutal_kill}, all.radio)});
}
