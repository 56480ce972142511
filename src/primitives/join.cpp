#include <otp/join.hpp>

#include <chrono>

#include <otp/actor.hpp>
#include <otp/detail/waiting.hpp>
#include <otp/error.hpp>

#include "process/runtime.hpp"

namespace otp {

namespace {

using phase = process::thread_phase;

/// Waits as for a message: J of the protocol in reaper.hpp.
phase await_phase(process& me, process& other, phase until, time_point deadline) {
  const joiner entry(me, other, until);
  for (;;) {
    const phase now = other.home->threads.phase_of(other);
    if (now >= until || me.home->scheduler.now() >= deadline) return now;
    me.box.wait_for_alert(deadline);
    me.checkpoint();
  }
}

/// With a seed. A thread that has left returns when the operating system lets it, which the seed must not depend on:
/// so the caller waits for it without giving up its turn. For one that sticks in a destructor it does not do so long.
bool await_return_in_turn(process& other) {
  constexpr auto slice = std::chrono::milliseconds(50);
  constexpr int slices = 10;  // a debugger that stops all threads takes one of them
  for (int i = 0; i < slices; ++i)
    if (other.home->threads.await_return(other, slice)) return true;
  return false;
}

}  // namespace

bool join(const pid& whom, duration at_most) {
  process& me = process::require("join");
  process& other = process::of(whom);
  if (&other == &me) throw error(errc::badarg, "join: an actor cannot wait for its own thread");
  if (at_most < duration::zero()) throw error(errc::badarg, "join: a negative time");
  // relaxed: a signal that comes now ends the caller at its next step.
  if ((me.pending_flags.load(std::memory_order_relaxed) & process::exit_pending) != 0) me.checkpoint();
  const detail::waits_for note("the return of its thread", nullptr, whom);
  const time_point deadline = me.home->scheduler.deadline_after(at_most);
  const bool seeded = me.home->scheduler.seeded();
  const phase wanted = seeded ? phase::left : phase::returned;
  phase now = other.home->threads.phase_of(other);
  // A step only where there is something to wait for: to join what has gone is not seen in a schedule.
  if (now < wanted || now == phase::not_awaited) me.checkpoint();
  if (now < wanted) now = await_phase(me, other, wanted, deadline);
  if (now != phase::left || !seeded) return now == phase::returned;
  if (await_return_in_turn(other)) return true;
  const expects_outside from_there;  // it is no deadlock when all others wait
  return await_phase(me, other, phase::returned, deadline) == phase::returned;
}

bool join(const pid& whom) { return join(whom, process::require("join").home->settings.kill_grace); }

}  // namespace otp
