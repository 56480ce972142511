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

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <otp/detail/clauses.hpp>
#include <otp/detail/watch.hpp>
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
  friend class descriptor_scan;
  static constexpr std::uint64_t no_limit = ~std::uint64_t{0};

  template <class Wait>
  const message* next_by(Wait wait);
  bool deadline_passed() const;
  const message* time_is_up();
  void finish() noexcept;

  process& me_;
  const duration wait_;
  const time_point deadline_;
  std::string (*const wanted_)();
  const bool from_start_;                   // without a mark
  std::uint64_t at_;                        // in the backlog
  std::uint64_t last_position_ = no_limit;  // of the messages that still count, once the time is up
  bool drained_once_ = false;
  bool finished_ = false;
};

/// The same for a receive that waits for descriptors as well.
class descriptor_scan : public mailbox_scan {
 public:
  static constexpr std::size_t no_place = ~std::size_t{0};

  using mailbox_scan::mailbox_scan;
  /// As mailbox_scan's; also null when one of these is ready. A wait ends when one becomes so.
  const message* next(std::span<const detail::watch> watches);
  /// Which of them; no_place: none.
  std::size_t ready() const noexcept { return ready_; }

 private:
  bool look_at(std::span<const detail::watch> watches);

  std::size_t ready_ = no_place;
  bool looked_ = false;  // next was called
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

template <class Clauses, std::size_t... I>
auto receive_any_of(receive_mark from, Clauses& clauses, std::index_sequence<I...>) {
  constexpr std::size_t count = sizeof...(I);
  constexpr bool has_after = (is_after<std::tuple_element_t<I, Clauses>> || ...);
  using Result = typename detail::common_result<std::tuple_element_t<I, Clauses>...>::type;

  duration wait = infinity;
  if constexpr (has_after) wait = std::get<count - 1>(clauses).wait;
  const auto watches = detail::watches_of(std::get<I>(clauses)...);
  constexpr bool has_watches = std::tuple_size_v<decltype(watches)> != 0;
  using scanner = std::conditional_t<has_watches, descriptor_scan, mailbox_scan>;
  scanner scan(from, wait, &detail::what_is_wanted<std::tuple_element_t<I, Clauses>...>);
  const auto next = [&] {
    if constexpr (has_watches)
      return scan.next(watches);
    else
      return scan.next();
  };
  while (const message* m = next()) {
    std::size_t chosen = 0;
    if (((detail::clause_accepts(std::get<I>(clauses), *m) ? true : (++chosen, false)) || ...))
      return detail::run_chosen<Result, 0>(clauses, chosen, scan.take());
  }
  if constexpr (has_watches) {
    if (scan.ready() != scanner::no_place) return detail::run_ready<Result, 0>(clauses, scan.ready());
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
  if constexpr (sizeof...(Given) > 0 && detail::are_clauses<Given...>()) {
    if constexpr (detail::fit_together<decltype(as_clause(std::forward<Given>(given)))...>()) {
      auto clauses = std::tuple(as_clause(std::forward<Given>(given))...);
      return receive_any_of(from, clauses, std::index_sequence_for<Given...>());
    }
  }
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
    constexpr bool of_message = detail::takes_message<decltype(clause)>;
    static_assert(of_message, "dispatch does not wait");
    if constexpr (of_message) {
      if (!clause.accepts(m)) return false;
      clause.run(std::move(m));
    }
    return true;
  };
  if constexpr (detail::are_clauses<Given...>()) return (attempt(as_clause(std::forward<Given>(given))) || ...);
}

/// Waits this long, whatever messages come. Errors: error{timeout_value} for a negative time.
void sleep_for(duration time);

}  // namespace otp
