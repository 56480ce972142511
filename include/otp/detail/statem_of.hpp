// statem_of.hpp - the host of a gen_statem: how an event reaches on(state, event), and what follows from its result.
//
// Mirrors        gen_statem.erl: loop_state_callback/11, loop_state_transition/8
// Differs        Typed: a cell of the table is an overload of on(). What is the same for all machines: statem_host.hpp.
// Thread safety  The machine's thread only.
// Chapter        15
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include <otp/detail/callbacks.hpp>
#include <otp/detail/statem_host.hpp>
#include <otp/dispatch.hpp>
#include <otp/statem_result.hpp>
#include <otp/trace.hpp>

namespace otp::detail {

struct named_enter {
  int enter;
};
template <class S>
constexpr bool names_enter() {
  if constexpr (std::is_final_v<S>)
    return false;  // see names_terminate
  else
    return !requires { &together<S, named_enter>::enter; };
}
template <class S, class State, class Before>
concept enters_from = requires(S& s, State& now, Before& before) {
  s.enter(now, before);
};
template <class S, class State>
concept enters = requires(S& s, State& now) {
  s.enter(now);
};

template <class S, class State, class... Event>
concept has_cell = requires(S& s, State& now, Event&... event) {
  s.on(now, event...);
};
template <class S, class States, class... Event>
inline constexpr bool some_cell = false;
template <class S, class... Ss, class... Event>
inline constexpr bool some_cell<S, std::variant<Ss...>, Event...> = (has_cell<S, Ss, Event...> || ...);

/// A machine of class S.
template <class S>
class statem_of final : public statem_host {
 public:
  using server = S;
  using state = typename S::state;
  template <class Request>
  static constexpr bool takes_call = some_cell<S, state, Request, const from<reply_of<Request>>>;
  template <class Request>
  static constexpr bool takes_cast = some_cell<S, state, Request>;
  template <class M>
  static constexpr bool takes_info = some_cell<S, state, M>;

  template <class... Args>
  explicit statem_of(Args&&... args) : machine_(std::forward<Args>(args)...) {
    check_callbacks<S>();
    static_assert(!names_enter<S>() || enters_some(static_cast<state*>(nullptr)),
                  "this class has an enter that none of its states can call: is it public, and takes it a state&?");
  }

  // An event stays whole when its handler takes it by value or const&: it may be postponed.
  template <class Request>
  void on_call(const from<reply_of<Request>>& caller, Request&& asked) {
    run(asked, caller);
  }
  template <class Request>
  void on_cast(Request&& asked) {
    run(asked);
  }
  template <class M>
  void on_info(M&& taken) {
    run(taken);
  }
  template <class E>
  void on_event(E& event) {
    run(event);
  }

 private:
  using next = typename S::next;
  using entered = typename S::entered;

  template <class Now, class... Befores>
  static constexpr bool enters_state = enters<S, Now> || (enters_from<S, Now, Befores> || ...);
  template <class... Ss>
  static constexpr bool enters_some(std::variant<Ss...>*) {
    return (enters_state<Ss, Ss...> || ...);
  }

  /// The cell of the table.
  template <class State, class... Event>
  next cell(State& now, Event&... event) {
    constexpr bool there = has_cell<S, State, Event...>;
    static_assert(there,
                  "no public on(state, event) for this state and event: each state says what each event does in it; "
                  "for a call: on(state, request, otp::from<reply>)");
    if constexpr (there) {
      using Returned = decltype(machine_.on(now, event...));
      constexpr bool allowed = std::is_void_v<Returned> || std::convertible_to<Returned, next>;
      static_assert(allowed, "on(state, event) returns nothing, or next: keep(), go(state), repeat() or stop()");
      if constexpr (std::is_void_v<Returned>)
        machine_.on(now, event...);
      else if constexpr (allowed)
        return machine_.on(now, event...);
    }
    return {};
  }
  template <class... Event>
  void run(Event&... event) {
    result_ = std::visit([&](auto& now) { return cell(now, event...); }, base().state_);
  }

  bool handle(message& event) override {
    if (dispatch<S>(*this, event)) return true;
    if constexpr (some_cell<S, state, const message>) {
      if (!event.carried_type()->handler) {
        run(std::as_const(event));
        return true;
      }
    }
    drop_unexpected(std::move(event), class_name());
    return false;
  }

  void begin() override {
    next first = std::move(base().first_);
    if (first.target()) base().state_ = *std::move(first.target());
    if (traced()) trace(trace_event::kind::transition, {}, "[*] --start--> " + name_of(base().state_));
    if (first.actions()) send_replies(*first.actions());
    if (first.stopped()) return stop(*first.stopped());
    enter_and_follow(first, base().state_);
  }

  void settle(message&& event) override {
    next done = std::move(result_);
    if (traced()) trace_step(event, done);
    if (done.actions()) send_replies(*done.actions());
    if (done.stopped()) return stop(*done.stopped());
    if (done.postpones()) postpone(std::move(event));
    if (!done.target()) {
      if (done.repeats()) return enter_and_follow(done, base().state_);
      return follow(done.actions());
    }
    const bool changes = is_other(*done.target());
    state before = std::exchange(base().state_, *std::move(done.target()));
    if (changes) {
      state_has_changed();
      enter_and_follow(done, before);
    } else {
      follow(done.actions());
    }
  }

  bool is_other(const state& target) const {
    const state& now = base().state_;
    if (target.index() != now.index()) return true;
    return std::visit(
        [&](const auto& value) {
          using Now = std::remove_cvref_t<decltype(value)>;
          if constexpr (std::equality_comparable<Now>) return !(value == std::get<Now>(target));
          return false;
        },
        now);
  }

  /// \param before  the state that was left; the one the machine is in, when it was not left
  void enter_and_follow(next& done, state& before) {
    if constexpr (!enters_some(static_cast<state*>(nullptr))) return follow(done.actions());
    entered also = std::visit([&](auto& now) { return enter(now, before); }, base().state_);
    if (also.actions()) send_replies(*also.actions());
    if (also.stopped()) return stop(*also.stopped());
    follow(done.actions(), also.actions());
  }
  template <class State>
  entered enter(State& now, state& before) {
    if constexpr (enters<S, State>)
      return enter_by(now);
    else
      return std::visit([&](auto& old) { return enter_from(now, old); }, before);
  }
  template <class State, class Before>
  entered enter_from([[maybe_unused]] State& now, [[maybe_unused]] Before& old) {
    if constexpr (enters_from<S, State, Before>)
      return enter_by(now, old);
    else
      return {};
  }
  template <class... Args>
  entered enter_by(Args&... args) {
    using Result = decltype(machine_.enter(args...));
    constexpr bool allowed = std::is_void_v<Result> || std::is_same_v<Result, entered>;
    static_assert(allowed,
                  "enter returns nothing, or entered: it can neither change the state, nor postpone, nor insert");
    if constexpr (std::is_void_v<Result>) {
      machine_.enter(args...);
      return {};
    } else if constexpr (allowed) {
      return machine_.enter(args...);
    }
  }

  void run_terminate(const exit_reason& reason) override {
    if constexpr (has_terminate<S>) machine_.terminate(reason);
  }
  std::optional<std::string> format_status() const override {
    std::string text = name_of(base().state_);
    if constexpr (has_format_status<S>) text += ": " + std::string(machine_.format_status());
    return text;
  }
  std::string class_name() const override { return type_name(typeid(S)); }

  /// `locked --cast coin--> unlocked`; to itself: the state is kept.
  void trace_step(const message& event, const next& done) const {
    const std::string before = name_of(base().state_);
    std::string text = before + " --" + event.name() + "--> " + (done.target() ? name_of(*done.target()) : before);
    if (done.postpones()) text += " (postponed)";
    if (done.stopped()) text += " (stop)";
    trace(trace_event::kind::transition, {}, text);
  }
  static std::string name_of(const state& which) {
    return std::visit([](const auto& now) { return short_type_name(typeid(now)); }, which);
  }

  auto& base() noexcept { return static_cast<typename S::gen_statem&>(machine_); }
  const auto& base() const noexcept { return static_cast<const typename S::gen_statem&>(machine_); }

  S machine_;
  next result_;
};

}  // namespace otp::detail
