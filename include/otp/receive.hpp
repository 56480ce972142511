// receive.hpp - selective receive: take the oldest message that any clause accepts, leave the rest in order.
//
// Mirrors        `receive Clause; ... after T -> ... end`, and the BEAM's receive marker for fresh references
// Differs        Clauses match C++ types (pattern.hpp). The marker is explicit: receive(mark, ...).
// Thread safety  Actors only; each receives from its own mailbox.
// Invariants     1. Messages are tried oldest first, each against all clauses in order; the first that accepts takes
//                   it.
//                2. The message is out of the mailbox before the handler runs; a handler that throws does not put it
//                   back, and may itself receive: the skipped messages keep their places.
//                3. A message that loses the race with the timeout stays in the mailbox.
//                4. Exit signals are noticed on entry and while waiting, before any message.
// Chapter        2
#pragma once

#include <cstdint>
#include <exception>
#include <tuple>
#include <type_traits>
#include <utility>

#include <otp/message.hpp>
#include <otp/pattern.hpp>
#include <otp/time.hpp>

namespace otp {

class process;

/// A place in the caller's mailbox behind everything that has arrived by now. Taken before a request is sent, it tells
/// receive that the reply cannot be among the older messages: a call costs the same with 100,000 of them unread.
class receive_mark {
 public:
  receive_mark() noexcept = default;  // before every message
  explicit receive_mark(std::uint64_t position) noexcept : position_(position) {}
  std::uint64_t position() const noexcept { return position_; }

 private:
  std::uint64_t position_ = 0;
};
/// Errors: error{not_an_actor}.
receive_mark mark_mailbox();

/// One pass over the mailbox: next() until it is null or a clause accepts, then take().
class mailbox_scan {
 public:
  /// \param wait    how long next() waits for messages that have not come yet, from now on
  /// \param wanted  says what for, in the report of a deadlock
  mailbox_scan(receive_mark from, duration wait, std::string (*wanted)());
  ~mailbox_scan();
  mailbox_scan(const mailbox_scan&) = delete;
  mailbox_scan& operator=(const mailbox_scan&) = delete;

  /// The oldest message not shown before; null when the time is up. Throws exit_unwind.
  /// Errors: error{timeout_value} for a negative wait, once no message is left.
  const message* next();
  /// Removes the message that next() has shown.
  message take() noexcept;

 private:
  static constexpr std::uint64_t no_limit = ~std::uint64_t{0};

  bool deadline_passed() const;
  const message* time_is_up();
  void finish() noexcept;

  process& me_;
  const duration wait_;
  const time_point deadline_;
  std::string (*const wanted_)();
  std::uint64_t at_;                        // in the backlog
  std::uint64_t last_position_ = no_limit;  // of the messages that still count, once the time is up
  bool drained_once_ = false;
  bool finished_ = false;
};

/// For behaviours: the message that the caller handles. From the end of this object on, crash reports name that one
/// instead of the last received, which may be a reply that a callback has waited for.
class message_in_hand {
 public:
  message_in_hand();
  ~message_in_hand();
  message_in_hand(const message_in_hand&) = delete;
  message_in_hand& operator=(const message_in_hand&) = delete;
  /// Null: none.
  void is(const detail::message_type* type) noexcept { type_ = type; }

 private:
  process& me_;
  const detail::message_type* type_;
};

// ---- choosing the clause --------------------------------------------------------------------------------------------

/// What a clause's handler returns.
template <class C>
struct clause_result : std::type_identity<decltype(std::declval<C&>().run(std::declval<message>()))> {};
template <class F>
struct clause_result<after_clause<F>> : std::type_identity<std::invoke_result_t<F&>> {};

template <class... Rs>
struct common_result {
  static_assert((!std::is_void_v<Rs> && ...), "the handlers of one receive all return something, or none does");
  using type = std::common_type_t<Rs...>;
};
template <class... Rs>
requires(std::is_void_v<Rs>&&...) struct common_result<Rs...> : std::type_identity<void> {
};

template <class C>
bool clause_accepts(const C& c, const message& m) {
  if constexpr (is_after<C>)
    return false;
  else
    return c.accepts(m);
}

/// Runs the first clause that accepts what `scan` has shown; there is one.
template <class Result, std::size_t I, class Clauses>
Result run_chosen(Clauses& clauses, std::size_t chosen, message&& taken) {
  using C = std::tuple_element_t<I, Clauses>;
  if constexpr (!is_after<C>) {
    if (chosen == I) return static_cast<Result>(std::get<I>(clauses).run(std::move(taken)));
  }
  if constexpr (I + 1 < std::tuple_size_v<Clauses>)
    return run_chosen<Result, I + 1>(clauses, chosen, std::move(taken));
  else
    std::terminate();  // not reached: `chosen` came from accepts()
}

/// `ping, otp::down`: what the clauses of a receive are for.
template <class... Cs>
std::string what_is_wanted() {
  std::string all;
  const auto add = [&](const std::string& wanted) { all += (all.empty() ? "" : ", ") + wanted; };
  (..., [&] {
    if constexpr (!is_after<Cs>) add(Cs::wants());
  }());
  return all;
}

template <class Clauses, std::size_t... I>
auto receive_any_of(receive_mark from, Clauses& clauses, std::index_sequence<I...>) {
  constexpr std::size_t count = sizeof...(I);
  static_assert(((!is_after<std::tuple_element_t<I, Clauses>> || I + 1 == count) && ...),
                "after(...) comes last, and once");
  constexpr bool has_after = (is_after<std::tuple_element_t<I, Clauses>> || ...);
  using Result = typename common_result<typename clause_result<std::tuple_element_t<I, Clauses>>::type...>::type;

  duration wait = infinity;
  if constexpr (has_after) wait = std::get<count - 1>(clauses).wait;
  mailbox_scan scan(from, wait, &what_is_wanted<std::tuple_element_t<I, Clauses>...>);
  while (const message* m = scan.next()) {
    std::size_t chosen = 0;
    if (((clause_accepts(std::get<I>(clauses), *m) ? true : (++chosen, false)) || ...))
      return run_chosen<Result, 0>(clauses, chosen, scan.take());
  }
  if constexpr (has_after)
    return static_cast<Result>(std::get<count - 1>(clauses).handler());
  else
    std::terminate();  // not reached: an endless wait shows a message or throws
}

/// As receive below, without looking at the messages that stood in the mailbox when the mark was made.
template <class... Given>
auto receive(receive_mark from, Given&&... given) {
  static_assert(sizeof...(Given) > 0, "receive needs a clause");
  auto clauses = std::tuple(as_clause(std::forward<Given>(given))...);
  return receive_any_of(from, clauses, std::index_sequence_for<Given...>());
}

/// Waits for a message that one of the clauses accepts, runs its handler and returns what that returns.
/// Blocks: until a message is accepted, the time given by after(...) is up, or an exit signal ends the caller.
/// Errors: error{not_an_actor}; error{timeout_value}.
template <class... Given>
auto receive(Given&&... given) {
  return receive(receive_mark(), std::forward<Given>(given)...);
}

/// Tries the clauses on a message that has been received already. Returns whether one accepted it (and took it).
template <class... Given>
bool dispatch(message& m, Given&&... given) {
  const auto attempt = [&](auto clause) {
    static_assert(!is_after<decltype(clause)>, "dispatch does not wait");
    if (!clause.accepts(m)) return false;
    clause.run(std::move(m));
    return true;
  };
  return (attempt(as_clause(std::forward<Given>(given))) || ...);
}

/// Waits this long, whatever messages come. Errors: error{timeout_value} for a negative time.
void sleep_for(duration time);

}  // namespace otp
