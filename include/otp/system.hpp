// system.hpp - the scope that owns every actor thread.
//
// Mirrors        a BEAM node, from erl to init:stop/0
// Differs        Several may live in one program. Its end is bounded: what does not stop is killed, what does not die
//                is abandoned and named in a report.
// Thread safety  Made and destroyed by one and the same thread, which is an actor meanwhile: the main actor.
// Invariants     1. No actor outlives its system, except abandoned threads, which nobody hears of any more.
//                2. Parents are stopped before their children, so supervisors stop theirs in order.
// Chapter        1
#pragma once

#include <exception>
#include <memory>
#include <utility>

#include <otp/error.hpp>
#include <otp/pid.hpp>
#include <otp/runtime.hpp>

namespace otp {

class system {
 public:
  /// The calling thread becomes the main actor, until the system ends. (In a thread that is an actor already, that
  /// actor rests meanwhile.)
  explicit system(options chosen = {});
  /// ... with an order of its threads: system{seeded(42)}.
  explicit system(const schedule_choice& choice) : system(options{.schedule = choice}) {}
  /// Sends `shutdown` from the top down; kills what has not ended after options::shutdown; joins every thread.
  /// Blocks: at most options::shutdown + options::kill_grace, and the latter again for each thread that sticks in the
  /// destructor of a thread_local object.
  /// std::exit, which destroys no local objects, does the same for systems whose main actor calls it. Called by another
  /// actor it cannot, and a report says how many actors are alive.
  ~system();
  system(const system&) = delete;
  system& operator=(const system&) = delete;

  /// The main actor.
  const pid& main() const noexcept { return main_; }
  /// With a seed: the steps and preemptions so far.
  baton::figures taken() const { return runtime_->clock.taken(); }

 private:
  static void at_program_exit();
  void shut_down();

  std::shared_ptr<runtime> runtime_;
  pid main_;
};

/// Runs main_actor() inside a system and tells how it ended: 0 for a reason that is not abnormal, else 1 after a
/// report. For `int main() { return otp::run([] { ... }); }`, where an exit signal may end the main actor.
template <class F>
int run(F&& main_actor, options chosen = {});

/// Reports the end of the main actor by this exception; returns the program's exit status.
int exit_status(const std::exception_ptr& end, const options& chosen);

template <class F>
int run(F&& main_actor, options chosen) {
  try {
    const system scope(chosen);
    try {
      std::forward<F>(main_actor)();
    } catch (const exit_unwind&) {
      // Only its record knows which signal it was.
      process& me = process::require("run");
      std::lock_guard lock(me.box.mutex());
      throw exit_exception(me.doom);
    }
    return 0;
  } catch (...) {
    return exit_status(std::current_exception(), chosen);
  }
}

}  // namespace otp
