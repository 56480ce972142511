// pattern.hpp - what a receive can wait for.
//
//   receive([](deposit d) { ... },                                    // by type; a plain function does too
//           when([](const reply& r) { return r.ok; }, handler),       // by type, with a guard
//           match("add", any<int>) >> [](int n) { ... },              // by the structure of a tuple: literals must be
//           match("data", ignore) >> [] { ... },                      // equal, any<T> is handed to the handler, ignore
//                                                                     // accepts and drops; nests
//           any_message >> [](const message& m) { ... },              // whatever it is
//           after(5s, [] { ... }));                                   // nothing matched in time
//
// Mirrors        the clauses of `receive ... after ... end`
// Differs        Clauses are values. Types stand where Erlang has tags; tuples work too.
// Thread safety  Clauses run on the receiving actor's thread.
// Invariants     1. A clause looks at a message without changing it; only the chosen clause takes it.
//                2. A guard that throws means "no match" (an exit signal passes through it).
// Chapter        2
#pragma once

#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include <otp/detail/watch.hpp>
#include <otp/error.hpp>
#include <otp/message.hpp>
#include <otp/time.hpp>

namespace otp {

// ---- the parameter of a handler says which type it waits for -------------------------------------------------------

template <class F>
struct handler_parameter {};
template <class C, class R, class P, bool N>
struct handler_parameter<R (C::*)(P) noexcept(N)> : std::type_identity<P> {};
template <class C, class R, class P, bool N>
struct handler_parameter<R (C::*)(P) const noexcept(N)> : std::type_identity<P> {};
template <class R, class P, bool N>
struct handler_parameter<R (*)(P) noexcept(N)> : std::type_identity<P> {};
template <class F>
requires requires { &F::operator(); }
struct handler_parameter<F> : handler_parameter<decltype(&F::operator())> {};

template <class F>
concept handler_by_type = requires {
  typename handler_parameter<F>::type;
};
template <handler_by_type F>
using parameter_of = typename handler_parameter<F>::type;
template <class F>
using value_of = std::remove_cvref_t<parameter_of<F>>;

// ---- clauses --------------------------------------------------------------------------------------------------------

/// A clause accepts or refuses a message by looking at it, and runs with the message it accepted.
template <class C>
concept clause = requires(C c, const message& look, message&& taken) {
  { c.accepts(look) } -> std::same_as<bool>;
  c.run(std::move(taken));
  { C::wants() } -> std::same_as<std::string>;
};

/// A plain handler is a clause that accepts its parameter's type; one that takes a `message` accepts all.
template <handler_by_type F>
struct by_type {
  F handler;
  static std::string wants() {
    if constexpr (std::is_same_v<value_of<F>, message>)
      return "any message";
    else
      return detail::message_name<value_of<F>>::get();
  }
  bool accepts(const message& m) const {
    if constexpr (std::is_same_v<value_of<F>, message>)
      return true;
    else
      return m.is<value_of<F>>();
  }
  decltype(auto) run(message&& m) {
    if constexpr (std::is_same_v<value_of<F>, message>)
      return handler(std::move(m));
    else if constexpr (std::is_lvalue_reference_v<parameter_of<F>>)
      return handler(m.as<value_of<F>>());
    else
      return handler(std::move(m.as<value_of<F>>()));
  }
};

template <class Guard, handler_by_type F>
struct guarded {
  Guard guard;
  by_type<F> then;
  static std::string wants() { return by_type<F>::wants(); }
  bool accepts(const message& m) const {
    using Value = std::remove_cvref_t<parameter_of<Guard>>;
    if (!m.is<Value>() || !then.accepts(m)) return false;
    try {
      return static_cast<bool>(guard(m.as<Value>()));
    } catch (...) {
      if (must_unwind()) throw;
      return false;
    }
  }
  decltype(auto) run(message&& m) { return then.run(std::move(m)); }
};

/// The clause "a message of the handler's type for which the guard says true".
template <class Guard, class F>
auto when(Guard guard, F handler) {
  constexpr bool typed = handler_by_type<Guard> && handler_by_type<F>;
  static_assert(typed, "when: the guard and the handler have one parameter each, of a plain type");
  if constexpr (typed) return guarded<Guard, F>{std::move(guard), {std::move(handler)}};
}

// ---- tuple structure ------------------------------------------------------------------------------------------------

template <class T>
struct any_pattern {};
/// Accepts a value of exactly type T and hands it to the handler.
template <class T>
inline constexpr any_pattern<T> any{};

struct ignore_pattern {};
/// Accepts whatever stands here and drops it.
inline constexpr ignore_pattern ignore{};

template <class... Parts>
struct tuple_pattern {
  std::tuple<Parts...> parts;
};

/// The pattern of a tuple with these parts: literals, any<T>, ignore, or a nested match(...).
template <class... Parts>
auto match(Parts&&... parts) {
  return tuple_pattern<detail::message_value_t<Parts>...>{{std::forward<Parts>(parts)...}};
}

template <class Literal>
bool fits(const Literal& literal, detail::message_part part) {
  const Literal* value = part.get_if<Literal>();
  return value && *value == literal;
}
template <class T>
bool fits(const any_pattern<T>&, detail::message_part part) {
  return part.get_if<T>() != nullptr;
}
inline bool fits(const ignore_pattern&, detail::message_part) { return true; }
template <class... Parts>
bool fits(const tuple_pattern<Parts...>& pattern, detail::message_part part) {
  if (part.arity() != sizeof...(Parts)) return false;
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (fits(std::get<I>(pattern.parts), part.element(I)) && ...);
  }
  (std::index_sequence_for<Parts...>());
}

/// What the pattern hands to the handler: references into the message, in the order in which they stand.
template <class Literal>
std::tuple<> extract(const Literal&, detail::message_part) {
  return {};
}
template <class T>
std::tuple<T&&> extract(const any_pattern<T>&, detail::message_part part) {
  // The chosen clause owns the message, so its values may be moved from.
  return std::tuple<T&&>(std::move(*const_cast<T*>(part.get_if<T>())));
}
template <class... Parts>
auto extract(const tuple_pattern<Parts...>& pattern, detail::message_part part) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return std::tuple_cat(extract(std::get<I>(pattern.parts), part.element(I))...);
  }
  (std::index_sequence_for<Parts...>());
}

/// `(std::string, int, _)`: the types that a pattern asks for.
template <class Literal>
std::string text_of(std::type_identity<Literal>) {
  return type_name(typeid(Literal));
}
template <class T>
std::string text_of(std::type_identity<any_pattern<T>>) {
  return type_name(typeid(T));
}
inline std::string text_of(std::type_identity<ignore_pattern>) { return "_"; }
template <class... Parts>
std::string text_of(std::type_identity<tuple_pattern<Parts...>>) {
  std::string all;
  (..., (all += (all.empty() ? "" : ", ") + text_of(std::type_identity<Parts>())));
  return "(" + all + ")";
}

template <class Pattern, class F>
struct structured {
  Pattern pattern;
  F handler;
  static std::string wants() { return text_of(std::type_identity<Pattern>()); }
  bool accepts(const message& m) const { return fits(pattern, m.part()); }
  decltype(auto) run(message&& m) { return std::apply(handler, extract(pattern, m.part())); }
};
template <class... Parts, class F>
structured<tuple_pattern<Parts...>, F> operator>>(tuple_pattern<Parts...> pattern, F handler) {
  return {std::move(pattern), std::move(handler)};
}

struct any_message_pattern {};
/// Accepts every message; its handler takes a `message` or a `const message&`.
inline constexpr any_message_pattern any_message{};
template <handler_by_type F>
by_type<F> operator>>(any_message_pattern, F handler) {
  static_assert(std::is_same_v<value_of<F>, message>, "the handler of any_message takes an otp::message");
  return {std::move(handler)};
}

// ---- after ----------------------------------------------------------------------------------------------------------

template <class F>
struct after_clause {
  duration wait;
  F handler;
};
/// Runs the handler when nothing has matched for `wait`; zero polls, `infinity` never fires.
/// The time is measured from entry to receive, and covers the wait, never a handler.
template <class F>
after_clause<F> after(duration wait, F handler) {
  return {wait, std::move(handler)};
}

// ---- from what the user writes to clauses ------------------------------------------------------------------------

template <class T>
inline constexpr bool is_after = false;
template <class F>
inline constexpr bool is_after<after_clause<F>> = true;

template <class T>
concept written_as_clause = clause<T> || is_after<T> || detail::is_ready_clause<T>;

/// The clause a receive argument stands for.
template <class T>
auto as_clause(T&& given) {
  using Given = std::decay_t<T>;  // of a function: a pointer to it
  if constexpr (written_as_clause<Given>)
    return Given(std::forward<T>(given));
  else
    return by_type<Given>{std::forward<T>(given)};
}

}  // namespace otp
