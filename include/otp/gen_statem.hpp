// gen_statem.hpp - a state machine: a class that says for each of its states what each event does in it.
//
// Mirrors        gen_statem: callback mode state_functions with state_enter; start, start_link and stop are in gen.hpp,
//                call and cast in call.hpp
// Differs        States are types, and what only makes sense in one state is a member of its type. A cell of the table,
//                on(state, event), that is missing does not compile. The event is a C++ value; whether it was cast,
//                sent, inserted or is a timeout, its type says. What the class does not know from those who know only
//                its pid is dropped with a warning, and a call refused, as for a gen_server. Calls give up after 5 s.
// Thread safety  A machine is touched by its own actor's thread alone, so it needs no locks.
// Invariants     1. A state has changed when it is another alternative, or when its type has == and says unequal. Only
//                   then its enter call runs (or after repeat()), state_timeout ends, and postponed events are retried.
//                2. Order after a change: enter call, inserted events, retried ones (oldest first, before newer ones),
//                   timeouts of zero, the mailbox.
//                3. A state given to on() is valid until on() returns: the new one takes its place after that.
//                4. Replies of a stop are sent before terminate. Postponed calls are not answered by it.
//                5. A timeout that has been cancelled or set anew is never handled, even if its time had passed.
// Chapter        15
//
//   struct locked {};
//   struct unlocked { int coins; };
//   class turnstile : public otp::gen_statem<turnstile, otp::states<locked, unlocked>> {
//    public:
//     using messages = otp::handles<coin, push>;  // optional: what those may send who know only a pid or a name
//     turnstile() : gen_statem(locked{}) {}       // init: the first state
//     next on(locked&, coin) { return go(unlocked{1}); }
//     next on(locked&, push) { return keep().postpone(); }
//     next on(unlocked&, push) { return go(locked{}); }
//     void on(unlocked& now, coin) { ++now.coins; }                          // void: keep()
//     template <class State>                                                 // a call, in all states alike
//     next on(State&, total, otp::from<int> caller) { return keep().reply(caller, 5); }
//     entered enter(unlocked&) { return entered().timeout(otp::state_timeout, 5s, push{}); }  // optional; or void
//     void terminate(const otp::exit_reason&);                               // optional
//   };
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include <otp/call.hpp>
#include <otp/detail/statem_of.hpp>
#include <otp/gen.hpp>
#include <otp/statem_result.hpp>

namespace otp {

/// The states of a machine.
template <class... Ss>
struct states {};

template <class S, class States>
class gen_statem;

/// Base of every state machine S.
template <class S, class... Ss>
class gen_statem<S, states<Ss...>> {
 public:
  using host = detail::statem_of<S>;
  using messages = handles<>;
  using state = std::variant<Ss...>;
  using next = detail::statem_next<S, state>;
  using entered = detail::statem_entered<S>;

 protected:
  explicit gen_statem(state first) : state_(std::move(first)) {}
  ~gen_statem() = default;

  static next keep() { return {}; }
  template <class Target>
  static next go(Target target) {
    constexpr bool known = (std::is_same_v<Target, Ss> || ...);
    static_assert(known, "go: this is none of the machine's states");
    if constexpr (known) return next::to(std::move(target));
  }
  static next repeat() { return next::again(); }
  static next stop(exit_reason reason = normal) { return keep().stop(std::move(reason)); }

  /// The state the machine is in. In enter() and terminate(), too.
  const state& now() const noexcept { return state_; }
  /// For the constructor: OTP's {ok, State, Data, Actions}. They happen after the first enter call.
  void after_init(next actions) { first_ = std::move(actions); }

 private:
  template <class>
  friend class detail::statem_of;

  state state_;
  next first_;
};

}  // namespace otp
