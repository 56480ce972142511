// call.hpp - the client's side of a server: call, cast, reply.
//
// Mirrors        gen_server: call/2,3, cast/2, reply/2
// Differs        A request is a C++ type that names the type of its reply: struct get { using reply = int; };
//                A typed server_ref is checked at compile time; a pid or a name is checked when the request arrives.
// Thread safety  Actors only. A `from` may be given to any actor.
// Invariants     1. A call that has failed leaves nothing behind: no monitor, and a late reply vanishes (alias).
//                2. A failed call throws exit_exception with reason {Why,{gen_server,call,[Server,Request]}}, where
//                   Why is noproc, timeout, calling_self, the server's own exit reason, or function_clause (an unknown
//                   request).
//                3. What waits in the caller's mailbox does not slow a call down (mark_mailbox).
// Chapter        5
#pragma once

#include <chrono>
#include <string>
#include <type_traits>
#include <utility>

#include <otp/request.hpp>

namespace otp {

inline constexpr duration default_call_timeout = std::chrono::seconds(5);

// ---- call -----------------------------------------------------------------------------------------------------------

/// Throws exit_exception {why,{gen_server,call,[server,request]}}.
[[noreturn]] void fail_call(const exit_reason& why, const std::string& server, const std::type_info& request_type);

/// One request and its response. This is all there is to a call; it could be written outside the library.
template <class S, class Request>
response<reply_of<Request>> ask(const pid& server, const actor_name& name, Request&& given, duration timeout_after) {
  if (!server) return {{}, noproc};
  if (server == self()) return {{}, calling_self};
  if (timeout_after < duration::zero()) throw error(errc::badarg, "call: a negative timeout");
  auto asked = send_to_server<S>(server, name, std::forward<Request>(given));
  return receive_response(asked, timeout_after);
}
template <class S, class Request>
reply_of<Request> perform_call(const pid& server, const actor_name& name, Request&& given, duration timeout_after) {
  auto answer = ask<S>(server, name, std::forward<Request>(given), timeout_after);
  if (!answer)
    fail_call(answer.failure, server ? to_string(server) : name.text(), typeid(std::remove_cvref_t<Request>));
  if constexpr (!std::is_void_v<reply_of<Request>>) return *std::move(answer.value);
}

/// Sends the request and waits for its reply.
/// Blocks: until the reply, the server's end, or the timeout; `infinity` waits for ever.
/// Errors: exit_exception, see the invariants. It ends the caller unless caught, as in OTP.
template <class S, class Request>
auto call(const server_ref<S>& server, Request&& given, duration timeout_after = default_call_timeout) {
  if constexpr (can_be_asked<S, Request>())
    return perform_call<S>(server.pid(), server.name(), std::forward<Request>(given), timeout_after);
}
template <class Request>
auto call(const pid& server, Request&& given, duration timeout_after = default_call_timeout) {
  if constexpr (can_be_asked<void, Request>())
    return perform_call<void>(server, {}, std::forward<Request>(given), timeout_after);
}
template <class Request>
auto call(const actor_name& name, Request&& given, duration timeout_after = default_call_timeout) {
  if constexpr (can_be_asked<void, Request>())
    return perform_call<void>(whereis_name(name), name, std::forward<Request>(given), timeout_after);
}

// ---- try_call -------------------------------------------------------------------------------------------------------

/// As call; what became of it is returned, and nothing of the server's fate is thrown. For a caller that goes on
/// without the server: if (const auto r = try_call(breaker, get{}, 100ms)) use(*r.value); else log(r.failure);
/// Errors: as of send (a full mailbox with a limit); error{badarg} for a negative time. An exit signal passes.
template <class S, class Request>
auto try_call(const server_ref<S>& server, Request&& given, duration timeout_after = default_call_timeout) {
  if constexpr (can_be_asked<S, Request>())
    return ask<S>(server.pid(), server.name(), std::forward<Request>(given), timeout_after);
}
template <class Request>
auto try_call(const pid& server, Request&& given, duration timeout_after = default_call_timeout) {
  if constexpr (can_be_asked<void, Request>())
    return ask<void>(server, {}, std::forward<Request>(given), timeout_after);
}
template <class Request>
auto try_call(const actor_name& name, Request&& given, duration timeout_after = default_call_timeout) {
  if constexpr (can_be_asked<void, Request>())
    return ask<void>(whereis_name(name), name, std::forward<Request>(given), timeout_after);
}

// ---- cast -----------------------------------------------------------------------------------------------------------

/// Sends the request and does not wait. Succeeds whether the server lives or not; a mailbox's limit is send()'s affair.
template <class S, class Request>
void cast(const server_ref<S>& server, Request&& given) {
  using Sent = std::remove_cvref_t<Request>;
  constexpr bool taken = host_of<S>::template takes_cast<Sent>;
  static_assert(
      taken, "the server has no public handle_cast that takes this request (a state machine: no on(state, request))");
  if constexpr (taken) {
    if (const pid to = server.pid()) send(to, detail::cast_message<S, Sent>{std::forward<Request>(given)});
  }
}
template <class Request>
void cast(const pid& server, Request&& given) {
  send(server, detail::cast_message<void, std::remove_cvref_t<Request>>{std::forward<Request>(given)});
}
template <class Request>
void cast(const actor_name& name, Request&& given) {
  if (const pid to = whereis_name(name)) cast(to, std::forward<Request>(given));
}

}  // namespace otp
