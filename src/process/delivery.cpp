#include "process/delivery.hpp"

#include <utility>

#include "machine/actor_thread.hpp"
#include "machine/this_thread.hpp"
#include "process/runtime.hpp"

namespace otp {

bool delivery::message(otp::message&& m) {
  if (to_.state >= process::status::ending || !heard_) return false;
  wake_ |= to_.box.push(std::move(m));
  return alive();
}

bool delivery::message(otp::message&& m, const shown_message& shown) {
  // Before the push: the receiver, which does not need the mutex, may take the message at once.
  if (const std::uint64_t position = next_position())
    shown.sent(to_, position);
  else
    shown.dropped(to_);
  return message(std::move(m));
}

// ---- the one place that says what an exit signal does ---------------------------------------------------------------

void delivery::exit_signal(const pid& from, const exit_reason& reason, by source) {
  if (over() || !heard_) return;
  const bool untrappable = source != by::link && reason == kill;
  const bool suicide = source == by::exit_call && from.get() == &to_;
  const bool as_message = alive() && to_.trapping && !untrappable;
  if (to_.home->traced()) [[unlikely]]
    trace_exit_signal(from, reason, source, as_message);
  if (!alive()) {
    // The first deadly signal has decided the reason.
  } else if (untrappable) {
    doom(from, killed);
  } else if (as_message) {
    message(otp::message(exit_message{from, reason}));
  } else if (reason != normal || suicide) {
    doom(from, reason);
  }
  if (untrappable) to_.home->expect_end_of(to_);  // also of one that is dying of another signal, and does not get there
}

void delivery::trace_exit_signal(const pid& from, const exit_reason& reason, by source, bool as_message) const {
  const auto* const sender = static_cast<const process*>(from.get());
  const std::uint64_t position = as_message ? next_position() : 0;
  to_.home->trace(trace_event::kind::exit_signal, sender, pid(&to_), [&](trace_event& e) {
    e.text = to_string(reason);
    e.value = source == by::link ? "link" : source == by::timer ? "timer" : "exit";
    e.position = position;
  });
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
