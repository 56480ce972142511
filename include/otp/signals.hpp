// signals.hpp - SIGINT and SIGTERM end a program in order.
//
//   int main() {
//     return otp::run([] {
//       const otp::stop_on_signals scope;
//       otp::start_supervisor({}, {...});
//       otp::wait_for_end();
//     });
//   }
//
// Mirrors        erl_signal_server, to which SIGTERM is init:stop()
// Differs        SIGINT does the same: there is no break menu. Without this, both end the program as the operating
//                system has it: at once, and no destructor runs.
// Thread safety  Made and destroyed by an actor; at most one in a program at a time.
// Invariants     1. Nothing but a write to a pipe happens in the signal handler.
//                2. Ignored signals stay ignored (nohup, a shell's background jobs).
//                3. Processes that the program starts meanwhile inherit nothing of it, and do not hold up its end. In
//                   the child of a fork a signal does what it would do without it.
// Chapter        7
#pragma once

#include <memory>

#include <otp/actor.hpp>

namespace otp {

class stop_on_signals {
 public:
  /// The first SIGINT or SIGTERM sends the exit signal `shutdown` to the calling actor, as a rule the main one: so its
  /// thread unwinds, its system ends, parents before children, and run() returns 0. A second one ends the program at
  /// once, for those who cannot wait.
  /// Errors: error{not_an_actor}; error{badarg} when there is one already; error{system_limit}.
  stop_on_signals();
  /// Signals do again what they did before. A signal that came in time is not lost.
  ~stop_on_signals();
  stop_on_signals(const stop_on_signals&) = delete;
  stop_on_signals& operator=(const stop_on_signals&) = delete;

 private:
  class watch;
  const expects_outside signal_may_come_;  // in a seeded run its wait is no deadlock
  std::unique_ptr<watch> watch_;
};

}  // namespace otp
