// system.hpp - the scope that owns every actor thread.
//
// Mirrors        a BEAM node, from erl to init:stop/0
// Differs        Several may live in one program, one a thread: side by side on several threads, or one after another.
//                Its end is bounded: what does not stop is killed, what does not die is abandoned and named in a
//                report. The child of a fork has none of the parent's systems.
// Thread safety  The thread that makes it is an actor until it ends: the main actor. Another thread may destroy it, if
//                that one does not use the library meanwhile; then that one is no actor any more.
// Invariants     1. No actor outlives its system, except abandoned threads, which no actor hears of any more. No hook
//                   of the options is called after the system's end.
//                2. Parents are stopped before their children, so supervisors stop theirs in order.
//                3. A system that cannot be made has left nothing behind.
// Chapter        1
#pragma once

#include <exception>
#include <memory>
#include <utility>

#include <otp/error.hpp>
#include <otp/options.hpp>
#include <otp/pid.hpp>
#include <otp/seeded.hpp>

namespace otp {

class runtime;
struct seat;
namespace this_thread {
class place_of_maker;
}

class system {
 public:
  /// The calling thread becomes the main actor, until the system ends. A system at namespace scope makes main's thread
  /// an actor before main begins: then main can make no other one.
  /// Errors: error{badarg} on a thread that is an actor already, and for a bad OTP_SCHEDULE; error{system_limit} when
  /// the operating system refuses the clock's thread; std::bad_alloc.
  explicit system(options chosen = {});
  /// ... with an order of its threads: system{seeded(42)}.
  explicit system(const schedule_choice& choice) : system(options{.schedule = choice}) {}
  /// Sends `shutdown` from the top down; kills what has not ended after options::shutdown; joins every thread.
  /// Blocks: at most options::shutdown + options::kill_grace, and the latter again for threads that stick in the
  /// destructor of a thread_local object, or of a key of POSIX threads.
  /// std::exit, which destroys no local objects, does the same for systems whose main actor calls it. Called by another
  /// thread it cannot: a report says how many actors are alive, and they go on until the program is gone.
  /// In the child of a fork nothing is done.
  ~system();
  system(const system&) = delete;
  system& operator=(const system&) = delete;

  /// The main actor.
  const pid& main() const noexcept { return main_; }
  /// With a seed: the steps and preemptions so far.
  schedule_progress progress() const;

 private:
  static void at_program_exit() noexcept;
  bool calling_thread_is_main() const noexcept;
  void shut_down();
  void end_every_actor();
  void cannot_end() const noexcept;

  const long process_;  // the operating system's: a child of a fork has another one
  const std::shared_ptr<runtime> runtime_;
  const pid main_;
  const std::shared_ptr<this_thread::place_of_maker> maker_;
  seat* seat_ = nullptr;  // the main actor's, with a seed
  bool over_ = false;
};

/// Runs main_actor() inside a system and tells how it ended: 0 for a reason that is not abnormal, else 1 after a
/// report. For `int main() { return otp::run([] { ... }); }`: without it an exit signal that ends the main actor, as of
/// a linked server that has crashed, ends the whole program by std::terminate, after a report that names the signal.
template <class F>
int run(F&& main_actor, options chosen = {});

/// Reports the end of the main actor by this exception; returns the program's exit status. There is no actor when its
/// system could not be made.
int exit_status(const std::exception_ptr& end, const options& chosen, const pid& main);

/// An exit signal has unwound the main actor: throws its reason, which exit_unwind does not carry.
[[noreturn]] void throw_exit_reason();

template <class F>
int run(F&& main_actor, options chosen) {
  pid main;
  try {
    const system scope(chosen);
    main = scope.main();
    try {
      std::forward<F>(main_actor)();
    } catch (const exit_unwind&) {
      throw_exit_reason();
    }
    return 0;
  } catch (...) {
    return exit_status(std::current_exception(), chosen, main);
  }
}

}  // namespace otp
