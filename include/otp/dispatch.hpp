// dispatch.hpp - how a message reaches the right function of the host of a server.
//
// Mirrors        gen_server.erl: try_dispatch/4, handle_msg/6
// Differs        A typed request brings the code that hands it over (own_handler); requests from those who know only a
//                pid or a name are looked up in the class's `messages`.
// Thread safety  The server's thread only.
// Invariants     A message that the class does not know is not touched.
// Chapter        5
//
// What a host of a server of class S has for it (S::host is its type); the three flags by what S takes:
//
//   using server = S;
//   template <class Request> static constexpr bool takes_call = true;
//   template <class Request> static constexpr bool takes_cast = true;
//   template <class M> static constexpr bool takes_info = false;
//   template <class Request> void on_call(const otp::from<otp::reply_of<Request>>& caller, Request&& asked);
//   template <class Request> void on_cast(Request&& asked);
//   template <class M> void on_info(M&& taken);
#pragma once

#include <utility>

#include <otp/behaviour.hpp>
#include <otp/receive.hpp>
#include <otp/request.hpp>
#include <otp/subprocess.hpp>
#include <otp/sys.hpp>
#include <otp/timer.hpp>

namespace otp {

/// The messages a server takes from those who know only its pid or name.
template <class... Messages>
struct handles {};

}  // namespace otp

namespace otp::detail {

/// A message that is neither call nor cast.
template <class M, class Host>
bool dispatch_info(Host& host, message& m) {
  if constexpr (Host::template takes_info<M>) {
    if (m.is<M>()) {
      host.on_info(std::move(m.as<M>()));
      return true;
    }
  }
  return false;
}

template <class M, class Host>
bool dispatch_listed(Host& host, message& m) {
  constexpr bool called = [] {
    if constexpr (request<M>) return Host::template takes_call<M>;
    return false;
  }();
  static_assert(called || Host::template takes_cast<M> || Host::template takes_info<M>,
                "a type in `messages` has no public handle_call, handle_cast or handle_info that takes it (a state "
                "machine: no on(state, request))");
  if constexpr (called) {
    if (m.is<call_message<void, M>>()) {
      auto& call = m.as<call_message<void, M>>();
      host.on_call(from<reply_of<M>>{call.caller}, std::move(call.request));
      return true;
    }
  }
  if constexpr (Host::template takes_cast<M>) {
    if (m.is<cast_message<void, M>>()) {
      host.on_cast(std::move(m.as<cast_message<void, M>>().request));
      return true;
    }
  }
  return dispatch_info<M>(host, m);
}
template <class Host, class... Ms>
bool dispatch_listed(Host& host, message& m, handles<Ms...>) {
  return (dispatch_listed<Ms>(host, m) || ...);
}

/// What the library itself sends.
using known_infos = handles<timeout_t, down, exit_message, timer_timeout, subprocess_exited>;
template <class Host, class... Ms>
bool dispatch_known(Host& host, message& m, handles<Ms...>) {
  return (dispatch_info<Ms>(host, m) || ...);
}

}  // namespace otp::detail

namespace otp {

/// Hands the message over, if the class S knows its type; what the library itself sends needs no mention in `messages`.
/// Returns: false when it does not, and the message is still there.
template <class S, class Host>
bool dispatch(Host& host, message& m) {
  if (const detail::own_handler* own = m.carried_type()->handler; own && *own->receiver == typeid(S)) {
    own->handle(&host, std::move(m));
    return true;
  }
  return detail::dispatch_listed(host, m, typename S::messages()) ||
         detail::dispatch_known(host, m, detail::known_infos());
}

}  // namespace otp
