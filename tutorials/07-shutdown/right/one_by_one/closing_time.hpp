// Right, too: children are added one after the other; no time at all is at once
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> kitchen, ledger, radio, service;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  using namespace std::chrono_literals;
  const auto bar = otp::start_supervisor({.intensity = 10}, {});
  otp::start_child(bar, otp::child("ledger", {.shutdown = otp::infinity}, all.ledger));
  otp::start_child(bar, otp::child("kitchen", {.shutdown = 10000ms}, all.kitchen));
  otp::start_child(bar, otp::child("service", {.shutdown = 2000ms}, all.service));
  otp::start_child(bar, otp::child("radio", {.shutdown = 0s}, all.radio));
  return bar;
}
