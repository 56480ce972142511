#include <otp/link.hpp>

#include <utility>

#include <otp/runtime.hpp>

#include "this_thread.hpp"

namespace otp {

// ---- the one place that says what an exit signal does ---------------------------------------------------------------

void delivery::exit_signal(const pid& from, const exit_reason& reason, by source) {
  if (over() || !heard_) return;
  const bool untrappable = source != by::link && reason == kill;
  const bool suicide = source == by::exit_call && from.get() == &to_;
  if (!alive()) {
    // The first deadly signal has decided the reason.
  } else if (untrappable) {
    doom(from, killed);
  } else if (to_.trapping) {
    message(otp::message(exit_message{from, reason}));
  } else if (reason != normal || suicide) {
    doom(from, reason);
  }
  if (untrappable) to_.home->expect_end_of(to_);  // also of one that is dying of another signal, and does not get there
}

void delivery::doom(const pid& from, const exit_reason& reason) {
  to_.state = process::status::doomed;
  to_.doom = reason;
  if (from.get() != &to_) to_.doomed_by = from;  // a record does not hold itself
  // release: the owner that sees this without the mutex goes on to take the mutex, but a checkpoint must not be
  // delayed.
  to_.attention.fetch_or(process::exit_pending, std::memory_order_release);
  wake_ |= to_.box.alert();
  // Wakes a thread that sleeps or waits inside Boost. Once only: the flag is consumed by the throw, and a second one
  // could be thrown in a destructor while the first unwinds.
  if (to_.thread && process::current() != &to_) to_.thread->handle.interrupt();
}

// ---- links ----------------------------------------------------------------------------------------------------------

namespace {
/// Into both tables, or, when memory is refused, into none. Holding both mutexes.
void tie(process& one, process& other, const std::shared_ptr<process_link>& bond) {
  const auto first = one.links.emplace(pid(&other), bond).first;
  try {
    other.links.emplace(pid(&one), bond);
  } catch (...) {
    one.links.erase(first);
    throw;
  }
}

/// Locks two actors in the order that all agree on: the smaller pid first.
class both {
 public:
  both(process& a, process& b)
      : first_((a.serial() < b.serial() ? a : b).box.mutex()), second_((a.serial() < b.serial() ? b : a).box.mutex()) {}

 private:
  std::unique_lock<std::mutex> first_;
  std::unique_lock<std::mutex> second_;
};
}  // namespace

void process_link::propagate(const pid& ended, const exit_reason& reason) const {
  delivery signal(process::of(other_end(ended)));
  // Under the mutex that unlink() holds too: once the entry is gone nothing comes, and while it stands it comes once.
  if (signal.to().links.erase(ended) == 0) return;
  const exit_reason& told = too_late_ ? noproc : reason;
  process::of(ended).home->trace(trace_event::kind::exit_signal, &process::of(ended), other_end(ended), told);
  signal.exit_signal(ended, told, delivery::by::link);
}

void link(const pid& other) {
  process& me = process::require("link");
  me.checkpoint();
  process& peer = process::of(other);
  if (&peer == &me) return;
  {
    both locked(me, peer);
    if (!may_act(&me)) return;
    if (me.links.contains(other)) return;
    if (peer.state != process::status::over) {
      const auto bond = std::make_shared<process_link>(pid(&me), other, peer.state != process::status::alive);
      tie(me, peer, bond);
      me.home->trace(trace_event::kind::link, &me, other);
      return;
    }
  }
  delivery to_me(me);
  if (!me.trapping) throw error(errc::noproc, "link: " + to_string(other) + " is no live actor");
  to_me.exit_signal(other, noproc, delivery::by::link);
}

void link_newborn(process& me, process& newborn) {
  const auto bond = std::make_shared<process_link>(pid(&me), pid(&newborn));
  both locked(me, newborn);
  if (!may_act(&me)) throw error(errc::not_an_actor, "spawn: this actor has been abandoned");
  tie(me, newborn, bond);
}

void unlink(const pid& other) {
  process& me = process::require("unlink");
  me.checkpoint();
  process& peer = process::of(other);
  if (&peer == &me) return;
  both locked(me, peer);
  if (me.links.erase(other) == 0) return;
  peer.links.erase(pid(&me));
  me.home->trace(trace_event::kind::unlink, &me, other);
}

bool trap_exit(bool on) {
  process& me = process::require("trap_exit");
  me.checkpoint();
  std::lock_guard lock(me.box.mutex());
  return std::exchange(me.trapping, on);
}

void exit(const pid& to, const exit_reason& reason) {
  process* me = process::current();
  if (me) me->checkpoint();
  process& target = process::of(to);
  {
    delivery signal(target, me);
    if (me && signal.heard()) me->home->trace(trace_event::kind::exit_signal, me, to, reason);
    signal.exit_signal(pid(me), reason, delivery::by::exit_call);
  }
  if (me == &target) me->checkpoint();
}

hold_exits::hold_exits() {
  if (process* me = process::current()) ++me->exits_held;
  this_thread::mute_interruption();
}
hold_exits::~hold_exits() {
  if (process* me = process::current()) --me->exits_held;
  this_thread::unmute_interruption();
}

}  // namespace otp
