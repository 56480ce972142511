// statem_result.hpp - what a state machine's handlers return: the next state, and what else is to be done.
//
// Mirrors        gen_statem: event_handler_result(), state_enter_result(), action()
// Differs        Actions are calls on what is returned: go(open{}).reply(caller, 5). What an enter call returns has
//                none that OTP would refuse there. No hibernate, no change of callback module, no absolute times.
// Thread safety  Values.
// Invariants     Actions happen in OTP's order, whatever the order in which they are written: replies, the change of
//                state, its enter call, inserted events, retried ones, then timeouts.
// Chapter        15
//
//   return keep();                                    // {keep_state, Data}
//   return go(open{});                                // {next_state, open, Data}
//   return keep().postpone();                         // [postpone]
//   return go(open{}).reply(caller, 5);               // [{reply, From, 5}]
//   return go(open{}).insert(look{});                 // [{next_event, internal, look}]
//   return keep().timeout(state_timeout, 5s, shut{});   // [{state_timeout, 5000, shut}]
//   return keep().timeout(event_timeout, 5s, bored{});  // [{timeout, 5000, bored}]
//   return keep().timeout("retry", 5s, again{});      // [{{timeout, retry}, 5000, again}]
//   return keep().cancel("retry");                    // [{{timeout, retry}, cancel}]
//   return keep().update("retry", other{});           // [{{timeout, retry}, update, other}]
//   return repeat();                                  // {repeat_state, Data}: the enter call runs again
//   return stop(normal).reply(caller, 5);             // {stop_and_reply, normal, [{reply, From, 5}], Data}
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <otp/detail/call_message.hpp>
#include <otp/exit_reason.hpp>
#include <otp/reply.hpp>
#include <otp/time.hpp>

namespace otp {

/// Which timeout of a state machine: one with a name, or one of the two below.
class timer_name {
 public:
  timer_name(std::string name) : name_(std::move(name)) {}  // NOLINT: .timeout("retry", ...)
  timer_name(const char* name) : name_(name) {}             // NOLINT
  friend bool operator==(const timer_name&, const timer_name&) = default;

  static timer_name of_state() { return {what::state, {}}; }
  static timer_name of_event() { return {what::event, {}}; }

 private:
  enum class what : std::uint8_t { named, state, event };
  timer_name(what kind, std::string name) : kind_(kind), name_(std::move(name)) {}
  what kind_ = what::named;
  std::string name_;
};
/// Ends with a change of state. A named one does not.
inline const timer_name state_timeout = timer_name::of_state();
/// Ends with the next event, whichever that is.
inline const timer_name event_timeout = timer_name::of_event();

namespace detail {

/// An event that machine of class S gives itself: inserted, or a timeout's content.
template <class S, class E>
struct statem_event {
  E event;
};
template <class S, class E>
struct message_name<statem_event<S, E>> {
  static std::string get() { return "event " + type_name(typeid(E)); }
  static const E& inner(const statem_event<S, E>& sent) { return sent.event; }
};
template <class S, class E>
struct message_handler<statem_event<S, E>> {
  static void handle(void* host, message&& taken) {
    static_cast<host_of<S>*>(host)->on_event(taken.as<statem_event<S, E>>().event);
  }
  static constexpr own_handler handler{&typeid(S), &handle, nullptr};
  static constexpr const own_handler* value = &handler;
};

struct timer_action {
  enum class kind : std::uint8_t { set, cancel, update };
  kind what;
  timer_name name;
  duration time = {};
  message content = {};
};
/// All that a handler has asked for, but for the state.
struct statem_actions {
  std::vector<std::pair<alias, message>> replies = {};
  std::vector<message> inserted = {};
  std::vector<timer_action> timers = {};
};

/// The actions that an enter call may ask for, too. `Self` is what they return; S is the machine's class.
template <class S, class Self>
class with_actions {
 public:
  template <class R, class V>
  Self&& reply(const from<R>& to, V&& value) {
    constexpr bool wanted = std::constructible_from<reply_value<R>, V>;
    static_assert(wanted, "reply: the caller waits for a reply of another type");
    if constexpr (wanted) return add_reply(to, reply_value<R>(std::forward<V>(value)));
  }
  Self&& reply(const from<void>& to) { return add_reply(to, ok()); }

  /// The event comes after this time, unless the timeout has ended by then. Set again, it begins anew; `infinity` ends
  /// it; zero: before any message that waits.
  template <class E>
  Self&& timeout(timer_name which, duration time, E&& event) {
    return add({timer_action::kind::set, std::move(which), time, event_of(std::forward<E>(event))});
  }
  Self&& cancel(timer_name which) { return add({timer_action::kind::cancel, std::move(which)}); }
  /// Another event at the same time; at once when it is not running.
  template <class E>
  Self&& update(timer_name which, E&& event) {
    return add({timer_action::kind::update, std::move(which), {}, event_of(std::forward<E>(event))});
  }
  Self&& stop(exit_reason reason = normal) {
    stop_ = std::move(reason);
    return self();
  }

  // For the machine's host.
  const std::optional<exit_reason>& stopped() const noexcept { return stop_; }
  statem_actions* actions() const noexcept { return actions_.get(); }

 protected:
  template <class E>
  static message event_of(E&& event) {
    return message(statem_event<S, message_value_t<E>>{std::forward<E>(event)});
  }
  statem_actions& all() {
    if (!actions_) actions_ = std::make_unique<statem_actions>();
    return *actions_;
  }
  Self&& self() { return static_cast<Self&&>(*this); }

 private:
  template <class R>
  Self&& add_reply(const from<R>& to, reply_value<R> value) {
    all().replies.emplace_back(to.caller, message(reply_message<R>{to.caller.id, std::move(value)}));
    return self();
  }
  Self&& add(timer_action action) {
    all().timers.push_back(std::move(action));
    return self();
  }

  std::optional<exit_reason> stop_;
  std::unique_ptr<statem_actions> actions_;  // none: nearly always
};

/// What an enter call may return: `return entered().timeout(state_timeout, 5s, shut{});`. It can neither change the
/// state, nor postpone, nor insert.
template <class S>
class statem_entered : public with_actions<S, statem_entered<S>> {};

/// What on(state, event) returns.
template <class S, class State>
class statem_next : public with_actions<S, statem_next<S, State>> {
 public:
  /// The event is handled again after the next change of state, before those that have come since.
  statem_next&& postpone(bool yes = true) {
    postponed_ = yes;
    return this->self();
  }
  /// These events are handled next, in this order, before all others.
  template <class E>
  statem_next&& insert(E&& event) {
    this->all().inserted.push_back(this->event_of(std::forward<E>(event)));
    return this->self();
  }
  /// ... as a call of the given caller.
  template <class Request>
  statem_next&& insert(Request&& asked, const from<reply_of<Request>>& caller) {
    using Asked = std::remove_cvref_t<Request>;
    this->all().inserted.push_back(message(call_message<S, Asked>{caller.caller, std::forward<Request>(asked)}));
    return this->self();
  }

  // For the machine and its host.
  static statem_next to(State target) {
    statem_next step;
    step.target_ = std::move(target);
    return step;
  }
  static statem_next again() {
    statem_next step;
    step.repeats_ = true;
    return step;
  }
  std::optional<State>& target() noexcept { return target_; }
  const std::optional<State>& target() const noexcept { return target_; }
  bool repeats() const noexcept { return repeats_; }
  bool postpones() const noexcept { return postponed_; }

 private:
  std::optional<State> target_;
  bool repeats_ = false;
  bool postponed_ = false;
};

}  // namespace detail
}  // namespace otp
