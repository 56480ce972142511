// timer.hpp - messages that come later.
//
// Mirrors        erlang: monotonic_time/0, send_after/3, start_timer/3, cancel_timer/1, read_timer/1; timer:
//                send_interval/2, cancel/1, exit_after/3
// Differs        Nanosecond durations. One clock thread a system, started with it. cancel_timer promises more: in OTP,
//                when it returns false, the message may still be on its way.
// Thread safety  Any actor; any actor may cancel any timer by its reference.
// Invariants     1. A timer never fires early.
//                2. cancel_timer returns a time exactly if the message has not been and never will be sent. When it
//                   returns nothing, a message that was sent has arrived.
//                3. A timer for a pid ends with that actor; one for a name looks the name up when it fires.
//                4. A timer outlives the actor that made it.
// Chapter        9
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <otp/actor.hpp>
#include <otp/actor_name.hpp>
#include <otp/message.hpp>
#include <otp/pid.hpp>
#include <otp/time.hpp>

namespace otp {

/// What start_timer delivers: {timeout, Ref, Message}.
struct timer_timeout {
  otp::ref ref;
  otp::message message;
};

/// Where a timer's message goes: an actor, or the one that holds a name when the timer fires.
class timer_target {
 public:
  timer_target(pid to) : pid_(std::move(to)) {}              // NOLINT: implicit, so that both read the same
  timer_target(std::string_view name) : name_(name) {}       // NOLINT
  timer_target(const char* name) : name_(name) {}            // NOLINT
  timer_target(const std::string& name) : name_(name) {}     // NOLINT
  timer_target(actor_name name) : name_(std::move(name)) {}  // NOLINT
  const pid& actor() const noexcept { return pid_; }
  const actor_name& name() const noexcept { return name_; }

 private:
  pid pid_;
  actor_name name_;
};

/// Makes one message for each firing of an interval.
using message_maker = std::function<message()>;

/// Errors of all that start a timer: error{badarg} for a negative time (of an interval: one that is not above zero),
/// a pid that names no actor, or an actor of another system. A dead pid is no error: the timer is over at once.
ref start_timer_message(duration time, const timer_target& to, message m, bool with_ref);
ref start_interval(duration period, const timer_target& to, message_maker make);

/// Sends the value itself after `time`.
template <class T>
ref send_after(duration time, const timer_target& to, T&& value) {
  return start_timer_message(time, to, message(std::forward<T>(value)), false);
}
/// Sends timer_timeout{ref, value} after `time`.
template <class T>
ref start_timer(duration time, const timer_target& to, T&& value) {
  return start_timer_message(time, to, message(std::forward<T>(value)), true);
}
/// Sends a copy of the value every `period`, first after one period, until cancelled or the actor ends.
/// The clock's thread makes the copy, and fires no other timer of the system as long as that takes: let it be cheap.
template <class T>
ref send_interval(duration period, const timer_target& to, const T& value) {
  return start_interval(period, to, [value] { return message(value); });
}
/// Sends an exit signal after `time`.
ref exit_after(duration time, const pid& to, const exit_reason& reason);

/// ... `kill`.
inline ref kill_after(duration time, const pid& to) { return exit_after(time, to, kill); }

/// The time by which receive, timers and supervisors measure. Errors: error{not_an_actor}.
time_point now();

/// Returns: the time that was left, and the message will never come; nothing if it has fired, and then its message has
/// arrived, was cancelled, or is unknown.
std::optional<duration> cancel_timer(const ref& timer);
/// Returns: the time left, or nothing as for cancel_timer.
std::optional<duration> read_timer(const ref& timer);

}  // namespace otp
