// support.hpp - what several of the tests need.
#pragma once

#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <otp/otp.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

/// Collects reports instead of printing them.
class report_box {
 public:
  otp::options options() {
    otp::options chosen;
    chosen.report = [this](const otp::report& r) {
      std::lock_guard lock(mutex_);
      reports_.push_back(r);
    };
    return chosen;
  }
  std::vector<otp::report> all() {
    std::lock_guard lock(mutex_);
    return reports_;
  }
  std::size_t count(otp::report::kind kind) {
    std::size_t n = 0;
    for (const otp::report& r : all()) n += r.what == kind;
    return n;
  }

 private:
  std::mutex mutex_;
  std::vector<otp::report> reports_;
};

/// One thread at a time and a clock that jumps: waiting costs nothing, and what can happen before a sleep is over has
/// happened when it is.
inline otp::options virtual_time(otp::options chosen = {}) {
  chosen.schedule = otp::seeded(1);
  return chosen;
}
/// The operating system's threads and clock, whatever OTP_SCHEDULE says: for tests of just that.
inline otp::options real_time(otp::options chosen = {}) {
  chosen.schedule = otp::free_running;
  return chosen;
}

/// The reason with which an actor that is being watched ends.
inline otp::exit_reason reason_of_end(const otp::ref& monitor) {
  const std::optional<otp::exit_reason> reason = otp::await_down(monitor, 10s);
  if (!reason) throw otp::expectation_failed("the watched actor has not ended");
  return *reason;
}
inline otp::exit_reason reason_of_end(const otp::pid& p) { return reason_of_end(otp::monitor(p)); }
/// Runs f in an actor of its own and returns why it ended.
template <class F>
otp::exit_reason how_it_ends(F&& f) {
  return reason_of_end(otp::spawn_monitor(std::forward<F>(f)).ref);
}

/// The reason that a call which must fail fails with, without the part that says which call it was.
template <class F>
otp::exit_reason failure_of(F&& call) {
  try {
    call();
  } catch (const otp::exit_exception& e) {
    return e.reason().which() == otp::exit_reason::kind::call ? e.reason().inner() : e.reason();
  }
  return "did not fail";
}

struct go {};
struct ready {};
struct done {};
struct number {
  int n;
};

/// Runs f on a thread that is no actor, and waits for it; with a seed, others have their turns meanwhile.
template <class F>
void on_a_thread_of_its_own(F f) {
  otp::blocking([&] { std::thread(f).join(); });
}

/// An actor that waits for ever, for whatever kills it.
inline otp::pid idle() {
  return otp::spawn("idle", [] { otp::receive([](done) {}); });
}
/// ... and traps exits; on return it does so already.
inline otp::pid idle_trapping() {
  const otp::pid p = otp::spawn("trapping", [to = otp::self()] {
    otp::trap_exit(true);
    otp::send(to, ready{});
    otp::receive([](done) {});
  });
  otp::expect<ready>();
  return p;
}
/// A pid whose actor is over.
inline otp::pid dead() {
  const auto [p, m] = otp::spawn_monitor([] {});
  reason_of_end(m);
  return p;
}
