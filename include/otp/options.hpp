// options.hpp - how a system behaves.
//
// Mirrors        the flags of erl
// Differs        Fields of a value, per system, in the place of a program's flags.
// Thread safety  A value. Its hooks are called by any thread: see report.hpp and trace.hpp.
// Chapter        1
#pragma once

#include <chrono>

#include <otp/network_faults.hpp>
#include <otp/report.hpp>
#include <otp/seeded.hpp>
#include <otp/time.hpp>
#include <otp/trace.hpp>

namespace otp {

/// Every field has a sensible default.
struct options {
  reporter report = report_to_stderr;
  tracer trace = {};
  /// How long the system's end waits for its actors to stop before it kills them.
  duration shutdown = std::chrono::seconds(5);
  /// How long an actor may take to end after `kill` before it is abandoned.
  duration kill_grace = std::chrono::seconds(2);
  /// Who runs when: free-running, or as a seed says (seeded.hpp).
  schedule_choice schedule = {};
  /// With a seed: what may happen to connections (tcp.hpp).
  network_faults network = {};
};

}  // namespace otp
