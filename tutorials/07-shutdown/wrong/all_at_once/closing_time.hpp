// Wrong: all are told at once, and the slowest ends last
// Refused with: the service needs the kitchen until its own end
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> kitchen, ledger, radio, service;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  using namespace std::chrono_literals;
  const otp::supervisor_ref bar = otp::start_dynamic_supervisor();
  otp::start_child(bar, otp::child("ledger", {.shutdown = otp::infinity}, all.ledger));
  otp::start_child(bar, otp::child("kitchen", {.shutdown = 10s}, all.kitchen));
  otp::start_child(bar, otp::child("service", {.shutdown = 2s}, all.service));
  otp::start_child(bar, otp::child("radio", {.shutdown = otp::brutal_kill}, all.radio));
  return bar;
}
