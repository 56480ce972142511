#include "process/delivery.hpp"

#include <utility>

#include "machine/actor_thread.hpp"
#include "machine/this_thread.hpp"
#include "process/runtime.hpp"

namespace otp {

bool delivery::message(otp::message&& m, const process* sender) {
  if (to_.state >= process::status::ending || !heard_) return false;
  // Before the push: the receiver, which does not need the mutex, may take the message at once.
  if (sender && sender->home->settings.trace) [[unlikely]]
    sender->home->trace(trace_event::kind::send, sender, pid(&to_), m, to_.box.pushed() + 1);
  wake_ |= to_.box.push(std::move(m));
  return alive();
}

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
  // release: pairs with the acquire in process::checkpoint(), which takes no mutex: a thread that sees the flag sees
  // `doom`, too.
  to_.pending_flags.fetch_or(process::exit_pending, std::memory_order_release);
  wake_ |= to_.box.alert();
  // Wakes a thread that sleeps or waits inside Boost. Once only: the flag is consumed by the throw, and a second one
  // could be thrown in a destructor while the first unwinds.
  if (to_.thread && process::current() != &to_) to_.thread->handle.interrupt();
}

}  // namespace otp
