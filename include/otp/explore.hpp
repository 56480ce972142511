// explore.hpp - for your own tests: run a scenario under many schedules, and report the first in which it fails.
//
//   otp::explore({.schedules = 1000}, [] { ... otp::expect<pong>(); ... });
//
// Mirrors        Concuerror, for Erlang; Shuttle, for Rust
// Differs        Schedules are drawn, not enumerated: half of them uniformly, half with few preemptions (pct).
// Thread safety  Each run is a system of its own, made in the calling thread; if that is an actor, in a thread of its
//                own meanwhile.
// Invariants     1. What is reported has been seen twice: a failing run is run again, for its trace.
//                2. The schedule named in the report gives that run, by replay() or in OTP_SCHEDULE.
//                3. A run that cannot be shown is reported all the same, with the reason.
// Chapter        11
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <otp/network_faults.hpp>
#include <otp/system.hpp>
#include <otp/testing.hpp>

namespace otp {

struct exploration {
  std::uint64_t schedules = 1000;
  std::uint64_t first_seed = 1;
  /// A run that has not ended after so many steps fails.
  std::uint64_t longest = 100'000;
  /// Asked after each run: for expectations that do not throw. For GoogleTest: ::testing::Test::HasFailure.
  std::function<bool()> failed = {};
  /// What may happen to connections (tcp.hpp).
  network_faults network = {};
  /// Sees what happens in each run. Without one, OTP_TRACE shows the run that is reported, and no other.
  tracer trace = {};
  /// The file for scripts/show to which the reported run goes, and, with `.passed` behind its name, the one that went
  /// well and parts from it last. Empty: the one that OTP_SHOW names, if it does.
  std::string show = {};
};

/// One run of a scenario.
struct scenario_run {
  schedule_choice schedule;
  std::optional<std::string> failure;  // what the main actor threw, or how it was ended, or the deadlock
  schedule_progress progress;          // until the scenario ended or failed
  std::vector<std::string> trace;      // of the runs that are reported: every event and report, in order
  std::string show;                    // what shows it in a browser, or why it cannot be shown, if that was wanted
};
std::string to_string(const scenario_run& run);

/// Runs it once, as the main actor of a system of its own, with its trace.
scenario_run replay(const schedule_choice& schedule, const std::function<void()>& scenario,
                    const exploration& how = {});

/// The first failing run, with as few preemptions as were found; nothing when none failed.
/// With OTP_SCHEDULE in the environment only that schedule is run.
/// Errors: error{not_repeatable} when a failure does not come again with the same schedule: then the scenario depends
/// on more than the schedule.
std::optional<scenario_run> find_failing_schedule(const exploration& how, const std::function<void()>& scenario);

/// Errors: expectation_failed, with the failing schedule, its figures and its trace; those above.
void explore(const exploration& how, const std::function<void()>& scenario);

}  // namespace otp
