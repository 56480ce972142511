// Wrong: the list is the order of the end
// Refused with: others write to the ledger, so it starts first
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> kitchen, ledger, radio, service;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  using namespace std::chrono_literals;
  return otp::start_supervisor(
      {}, {otp::child("radio", {.shutdown = otp::brutal_kill}, all.radio),
           otp::child("service", {.shutdown = 2s}, all.service), otp::child("kitchen", {.shutdown = 10s}, all.kitchen),
           otp::child("ledger", {.shutdown = otp::infinity}, all.ledger)});
}
