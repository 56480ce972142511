// Exercise 1: closing time.
//
// Start a supervisor, linked to the caller, with these four, and give each its start, its place and its
// shutdown:
//   ledger   others write to it until they end, so it starts first and ends last. It may take as long as it
//            needs to end.
//   kitchen  has 10 seconds to end.
//   service  needs the kitchen until its own end. It has 2 seconds.
//   radio    is of no importance: it is ended first, and at once, whatever it does.
#pragma once

#include <functional>

#include <otp/otp.hpp>

struct roles {
  std::function<void()> kitchen, ledger, radio, service;
};

inline otp::supervisor_ref open_bar(const roles& all) {
  return otp::start_supervisor({}, {otp::child("kitchen", all.kitchen), otp::child("ledger", all.ledger),
                                    otp::child("radio", all.radio), otp::child("service", all.service)});
}
