// delivery.hpp - how a signal comes to an actor: under the receiver's mutex, which says whether it is alive and heard.
//
// Mirrors        the delivery of signals in the BEAM: messages, exit signals, downs
// Differs        An exit signal is decided where it is delivered; see process.hpp.
// Thread safety  Any thread makes one; it is that thread's alone.
// Invariants     1. Nothing is delivered to an actor that is over, nor from one that has been abandoned.
//                2. The receiver is woken after its mutex has been released.
// Chapter        3
#pragma once

#include <otp/exit_reason.hpp>
#include <otp/message.hpp>
#include <otp/pid.hpp>

#include "machine/mutex.hpp"
#include "process/process.hpp"
#include "process/shown_message.hpp"

namespace otp {

/// Holds a process's mutex while signals are delivered to it, and wakes it on leaving if one of them says so.
class OTPP_LOCK delivery {
 public:
  /// What the library itself has to tell.
  explicit delivery(process& to) OTPP_ACQUIRE(to.box.mutex(), to_.box.mutex()) : to_(to), lock_(to.box.mutex()) {}
  /// What an actor sends; null for a thread that is no actor. See `heard`.
  delivery(process& to, const process* from) OTPP_ACQUIRE(to.box.mutex(), to_.box.mutex()) : delivery(to) {
    heard_ = may_act(from);
  }
  delivery(const delivery&) = delete;
  delivery& operator=(const delivery&) = delete;
  /// Wakes after unlocking, so that the woken thread does not at once wait for this one's mutex.
  ~delivery() OTPP_RELEASE() {
    if (!lock_.owns_lock()) return;  // await_room() has waited
    lock_.unlock();
    if (wake_) to_.box.wake();
  }

  process& to() const noexcept { return to_; }
  bool alive() const noexcept OTPP_REQUIRES(to_.box.mutex()) { return to_.state == process::status::alive; }
  /// False when it comes from an actor that has been abandoned: then nothing is delivered.
  bool heard() const noexcept { return heard_; }
  bool over() const noexcept OTPP_REQUIRES(to_.box.mutex()) { return to_.state == process::status::over; }

  /// Dropped if the actor has ended. Returns whether it stands in the mailbox of one that lives. May throw
  /// std::bad_alloc. Untold: there is no trace, or another event tells of it (exit_message, down).
  bool message(otp::message&& m) OTPP_REQUIRES(to_.box.mutex());
  bool message(otp::message&& m, const shown_message& shown) OTPP_REQUIRES(to_.box.mutex());
  bool message(otp::message&& m, const shown_message* shown) OTPP_REQUIRES(to_.box.mutex()) {
    return shown ? message(std::move(m), *shown) : message(std::move(m));
  }
  /// Where the next message will stand; 0 when it will be dropped.
  std::uint64_t next_position() const noexcept OTPP_REQUIRES(to_.box.mutex()) {
    return heard_ && to_.state < process::status::ending ? to_.box.pushed() + 1 : 0;
  }
  /// For a mailbox with a limit. True: the message may be sent. False: it is none of the caller's business any more,
  /// because it was dropped, or because the caller was blocked (with the mutex released) until the receiver took it.
  /// Errors: error{system_limit}, by the policy; std::bad_alloc, and nothing was sent.
  bool await_room(otp::message& m, process* sender, const shown_message* shown)
      OTPP_REQUIRES(to_.box.mutex()) OTPP_UNCHECKED;
  /// Makes the actor look up from a wait.
  void alert() OTPP_REQUIRES(to_.box.mutex()) {
    if (heard_) wake_ |= to_.box.alert();
  }
  /// Where an exit signal comes from. Over a link, `kill` is an ordinary reason; and only by exit(self(), normal)
  /// itself does `normal` end an actor.
  enum class by : std::uint8_t { link, exit_call, timer };
  /// An exit signal: dooms, becomes an exit_message, or does nothing, by OTP's rules.
  void exit_signal(const pid& from, const exit_reason& reason, by source) OTPP_REQUIRES(to_.box.mutex());

 private:
  void trace_exit_signal(const pid& from, const exit_reason& reason, by source, bool as_message) const
      OTPP_REQUIRES(to_.box.mutex());
  void doom(const pid& from, const exit_reason& reason) OTPP_REQUIRES(to_.box.mutex());

  process& to_;
  unique_lock lock_;
  bool heard_ = true;
  bool wake_ = false;
};

}  // namespace otp
