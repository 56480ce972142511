// Right, too: who belongs together has a supervisor of its own, which has as much time as it takes
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> kitchen, ledger, radio, service;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  using namespace std::chrono_literals;
  return otp::start_supervisor(
      {.strategy = otp::rest_for_one},
      {otp::child("ledger", {.shutdown = otp::infinity}, all.ledger),
       otp::child_supervisor("food", {.strategy = otp::rest_for_one},
                             {otp::child("kitchen", {.shutdown = 10s}, all.kitchen),
                              otp::child("service", {.shutdown = 2s}, all.service)}),
       otp::child("radio", {.restart = otp::temporary, .shutdown = otp::brutal_kill}, all.radio)});
}
