// clauses.hpp - what a receive does with its clauses: which result they have in common, which one runs.
//
// Mirrors        what the Erlang compiler makes of the clauses of a receive
// Differs        A tuple of clauses, searched at run time; the number of the chosen one is looked up in it.
// Thread safety  Called by the receiving actor.
// Chapter        2
#pragma once

#include <array>
#include <cstddef>
#include <exception>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <otp/detail/watch.hpp>
#include <otp/message.hpp>
#include <otp/pattern.hpp>

namespace otp::detail {

/// Each of these can stand in a receive; if not, the compiler says so in one sentence.
template <class... Given>
constexpr bool are_clauses() {
  constexpr bool all = ((written_as_clause<std::decay_t<Given>> || handler_by_type<std::decay_t<Given>>)&&...);
  static_assert(all,
                "a receive clause is a handler with one parameter of a plain type, when, match, any_message, readable, "
                "writable or after");
  return all;
}

/// What a clause's handler returns.
template <class C>
struct clause_result : std::type_identity<decltype(std::declval<C&>().run(std::declval<message>()))> {};
template <class F>
struct clause_result<after_clause<F>> : std::type_identity<std::invoke_result_t<F&>> {};
template <class F>
struct clause_result<ready_clause<F>> : std::type_identity<std::invoke_result_t<F&>> {};

/// Neither is about a message.
template <class C>
inline constexpr bool takes_message = !is_after<C> && !is_ready_clause<C>;

template <class... Cs>
using common_result = std::common_type<typename clause_result<Cs>::type...>;  // of void alone: void

/// These make a receive; if not, the compiler says why in one sentence.
template <class... Cs>
constexpr bool fit_together() {
  constexpr std::size_t afters = (std::size_t{is_after<Cs>} + ... + 0);
  constexpr bool in_order =
      afters == 0 || (afters == 1 && is_after<std::tuple_element_t<sizeof...(Cs) - 1, std::tuple<Cs...>>>);
  static_assert(in_order, "after(...) comes last, and once");
  constexpr bool all_or_none = (std::is_void_v<typename clause_result<Cs>::type> && ...) ||
                               (!std::is_void_v<typename clause_result<Cs>::type> && ...);
  static_assert(all_or_none, "the handlers of one receive all return something, or none does");
  constexpr bool alike = requires { typename common_result<Cs...>::type; };
  static_assert(alike || !all_or_none, "the handlers of one receive return types that have no common type");
  return in_order && all_or_none && alike;
}

template <class C>
bool clause_accepts(const C& c, const message& m) {
  if constexpr (takes_message<C>)
    return c.accepts(m);
  else
    return false;
}

/// Runs the first clause that accepts what `scan` has shown; there is one.
template <class Result, std::size_t I, class Clauses>
Result run_chosen(Clauses& clauses, std::size_t chosen, message&& taken) {
  using C = std::tuple_element_t<I, Clauses>;
  if constexpr (takes_message<C>) {
    if (chosen == I) return static_cast<Result>(std::get<I>(clauses).run(std::move(taken)));
  }
  if constexpr (I + 1 < std::tuple_size_v<Clauses>)
    return run_chosen<Result, I + 1>(clauses, chosen, std::move(taken));
  else
    std::terminate();  // not reached: `chosen` came from accepts()
}

/// Runs the clause of the descriptor that is ready, by its place among those.
template <class Result, std::size_t I, class Clauses>
Result run_ready(Clauses& clauses, std::size_t place) {
  if constexpr (is_ready_clause<std::tuple_element_t<I, Clauses>>) {
    if (place == 0) return static_cast<Result>(std::get<I>(clauses).handler());
    --place;
  }
  if constexpr (I + 1 < std::tuple_size_v<Clauses>)
    return run_ready<Result, I + 1>(clauses, place);
  else
    std::terminate();  // not reached: `place` came from ready()
}

template <class... Cs>
auto watches_of(const Cs&... clauses) {
  std::array<watch, (std::size_t{is_ready_clause<Cs>} + ... + 0)> all;
  [[maybe_unused]] auto next = all.begin();
  (..., [&] {
    if constexpr (is_ready_clause<Cs>) *next++ = clauses.what;
  }());
  return all;
}

/// `ping, otp::down`: what the clauses of a receive are for.
template <class... Cs>
std::string what_is_wanted() {
  std::string all;
  const auto add = [&](const std::string& wanted) { all += (all.empty() ? "" : ", ") + wanted; };
  (..., [&] {
    if constexpr (takes_message<Cs>) add(Cs::wants());
    if constexpr (is_ready_clause<Cs>) add("a descriptor");
  }());
  return all;
}

}  // namespace otp::detail
