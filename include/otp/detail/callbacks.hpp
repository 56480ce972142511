// callbacks.hpp - finds the handlers of a server that exist and can never be called.
//
// Mirrors        -behaviour(gen_server), and the compiler's warnings of callbacks that are not exported
// Differs        Here it is an error: such a server would compile, run, and silently not do what it says.
// Thread safety  All of it happens while a program is compiled.
// Chapter        5
#pragma once

#include <concepts>
#include <string>
#include <type_traits>

#include <otp/dispatch.hpp>
#include <otp/server_result.hpp>

namespace otp::detail {

// Whether a class has a member of this name, private ones and overloads among them: together with a base that has one,
// too, the name is ambiguous, and that is decided before access is looked at.
struct named_terminate {
  int terminate;
};
struct named_handle_info {
  int handle_info;
};
struct named_format_status {
  int format_status;
};
template <class S, class Named>
struct together : S, Named {};

template <class S>
constexpr bool names_terminate() {
  if constexpr (std::is_final_v<S>)
    return false;  // nothing can be derived from it, so it is not known
  else
    return !requires { &together<S, named_terminate>::terminate; };
}
template <class S>
constexpr bool names_handle_info() {
  if constexpr (std::is_final_v<S>)
    return false;
  else
    return !requires { &together<S, named_handle_info>::handle_info; };
}
template <class S>
constexpr bool names_format_status() {
  if constexpr (std::is_final_v<S>)
    return false;
  else
    return !requires { &together<S, named_format_status>::format_status; };
}

template <class S>
concept has_terminate = requires(S& s, const exit_reason& reason) {
  s.terminate(reason);
};
template <class S>
concept has_format_status = requires(const S& s) {
  { s.format_status() } -> std::convertible_to<std::string>;
};

template <class S, class... Ms>
constexpr bool takes_info_of(handles<Ms...>) {
  return (has_handle_info<S, Ms> || ...);
}
/// Some message that a server may get reaches a handle_info of this class.
template <class S>
constexpr bool takes_some_info() {
  return takes_info_of<S>(typename S::messages()) || takes_info_of<S>(known_infos()) || has_handle_info<S, message>;
}

template <class S>
constexpr void check_callbacks() {
  static_assert(has_terminate<S> || !names_terminate<S>(),
                "this class has a terminate that cannot be called with a const otp::exit_reason&: is it public?");
  static_assert(!names_handle_info<S>() || takes_some_info<S>(),
                "this class has a handle_info that no message reaches: is it public, and is its type in `messages`?");
  static_assert(has_format_status<S> || !names_format_status<S>(),
                "this class has a format_status that cannot be called: is it public and const, and gives it a string?");
}

}  // namespace otp::detail
