// testing.hpp - for your own tests of actors: expect a message, wait for a condition, stand in for an actor.
//
// Mirrors        ExUnit: assert_receive/2, refute_received/1
// Differs        Failures are exceptions, so any test framework shows them.
// Thread safety  Actors only; a test that makes an otp::system is one.
// Chapter        11
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <otp/actor.hpp>
#include <otp/receive.hpp>
#include <otp/timer.hpp>

namespace otp {

/// To make one is to set a mark in the trace, `failed: ...`: a page of the run (scripts/show) opens there.
class expectation_failed : public std::runtime_error {
 public:
  explicit expectation_failed(const std::string& what);
};

inline constexpr duration expect_time = std::chrono::seconds(5);

/// The types of the messages that wait in the caller's mailbox, oldest first.
std::vector<std::string> waiting_messages();

[[noreturn]] void fail_expectation(const std::string& expected, duration within);

/// A message that the clause accepts arrives in time; returns what its handler returns.
/// Errors: expectation_failed, which names the messages that came instead.
template <class Clause>
auto expect(Clause&& clause, duration within = expect_time) {
  using Result = typename detail::clause_result<decltype(as_clause(std::forward<Clause>(clause)))>::type;
  return receive(std::forward<Clause>(clause),
                 after(within, [&]() -> Result { fail_expectation("a message", within); }));
}
/// A T arrives in time; returns it.
template <class T>
T expect(duration within = expect_time) {
  return receive([](T value) { return value; },
                 after(within, [&]() -> T { fail_expectation(type_name(typeid(T)), within); }));
}
/// No T has arrived yet. Whether one is still to come only a round trip through its sender can tell.
/// Errors: expectation_failed.
template <class T>
void expect_none() {
  receive([](const T&) { throw expectation_failed("unexpected " + type_name(typeid(T))); },
          after(duration::zero(), [] {}));
}

/// The condition holds in time. Looks every millisecond.
template <class F>
bool eventually(F&& condition, duration within = expect_time) {
  const time_point deadline = later(now(), within);
  while (!condition()) {
    if (now() >= deadline) return false;
    sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

/// An actor that does nothing but keep what it is sent, for tests that need a stand-in for another actor.
class probe {
 public:
  /// Starts it. With a name, it is registered.
  explicit probe(const std::string& name = {});
  ~probe();
  probe(const probe&) = delete;
  probe& operator=(const probe&) = delete;

  const otp::pid& pid() const noexcept { return pid_; }

  /// Takes the oldest T out of the probe's mailbox, waiting for it if need be. Errors: expectation_failed.
  template <class T>
  T expect(duration within = expect_time) {
    auto taken = std::make_shared<std::optional<T>>();
    run([taken, within] { receive([&](T value) { taken->emplace(std::move(value)); }, after(within, [] {})); });
    if (!*taken) fail_expectation(type_name(typeid(T)) + " at the probe, which has " + list(collected()), within);
    return std::move(**taken);
  }
  /// The types of the messages that it has been sent and that expect() has not taken, oldest first.
  std::vector<std::string> collected();
  /// Runs the job in the probe's actor and waits until it is done: probe.run([&] { n = call(server, get{}); }).
  /// So the probe can call, link, monitor or stop others.
  /// Blocks: as long as the job. Errors: expectation_failed, when the job has failed; that ends the probe.
  void run(std::function<void()> job);

 private:
  static std::string list(const std::vector<std::string>& names);

  otp::pid pid_;
};

}  // namespace otp
