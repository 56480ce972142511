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
#include <string_view>
#include <type_traits>
#include <utility>

#include <otp/actor.hpp>
#include <otp/receive.hpp>
#include <otp/registry.hpp>
#include <otp/waiting.hpp>

namespace otp {

inline constexpr duration default_call_timeout = std::chrono::seconds(5);

// ---- requests and replies -------------------------------------------------------------------------------------------

/// What a call whose request says `using reply = void` carries back.
struct ok {
  friend bool operator==(const ok&, const ok&) = default;
};
template <class R>
using reply_value = std::conditional_t<std::is_void_v<R>, ok, R>;

template <class Request>
concept request = requires {
  typename std::remove_cvref_t<Request>::reply;
};
template <request Request>
using reply_of = typename std::remove_cvref_t<Request>::reply;

/// The caller that waits for a reply of type R. May be kept, and answered later by any actor.
template <class R>
struct from {
  alias caller;
};

template <class R>
struct reply_message {
  ref id;
  reply_value<R> value;
};
/// The server does not know this request.
struct call_refused {
  ref id;
};

/// Answers a call. The first answer counts; an answer to a caller that has given up vanishes.
template <class R, class V>
requires(!std::is_void_v<R>) void reply(const from<R>& to, V&& value) {
  send(to.caller, reply_message<R>{to.caller.id, R(std::forward<V>(value))});
}
inline void reply(const from<void>& to) { send(to.caller, reply_message<void>{to.caller.id, {}}); }

// ---- servers as addresses -------------------------------------------------------------------------------------------

/// The address of a gen_server of class S, by pid or by name. Converts to pid (by name: whoever holds it now).
template <class S>
class server_ref {
 public:
  server_ref() noexcept = default;
  explicit server_ref(otp::pid server) : pid_(std::move(server)) {}
  explicit server_ref(std::string name) : name_(std::move(name)) {}

  otp::pid pid() const { return name_.empty() ? pid_ : whereis_name(name_); }
  operator otp::pid() const { return pid(); }  // NOLINT: a typed reference is a pid that knows more
  const std::string& name() const noexcept { return name_; }

 private:
  otp::pid pid_;
  std::string name_;
};

/// A request as the server gets it. `S` is void when only the request's type was known to the caller.
template <class S, class Request>
struct call_message {
  alias caller;
  Request request;
};
template <class S, class Request>
struct cast_message {
  Request request;
};
// Defined in server_of.hpp; declared here so that no use of these messages can miss them.
template <class S, class Request>
struct message_handler<call_message<S, Request>>;
template <class S, class Request>
struct message_handler<cast_message<S, Request>>;

template <class S, class Request>
struct message_name<call_message<S, Request>> {
  static std::string get() { return "call " + type_name(typeid(Request)); }
};
template <class S, class Request>
struct message_name<cast_message<S, Request>> {
  static std::string get() { return "cast " + type_name(typeid(Request)); }
};

// ---- call -----------------------------------------------------------------------------------------------------------

/// Throws exit_exception {why,{gen_server,call,[server,request]}}.
[[noreturn]] void fail_call(const exit_reason& why, const std::string& server, const std::type_info& request_type);

/// One request and its reply. This is all there is to a call; it could be written outside the library.
template <class S, class Request>
reply_of<Request> perform_call(const pid& server, const std::string& shown, Request&& given, duration timeout_after) {
  using Sent = std::remove_cvref_t<Request>;
  using Reply = reply_message<reply_of<Request>>;
  using Result = reply_of<Request>;
  const auto fail = [&](const exit_reason& why) -> Result { fail_call(why, shown, typeid(Sent)); };

  if (!server) return fail(noproc);
  if (server == self()) return fail(calling_self);
  if (timeout_after < duration::zero()) throw error(errc::badarg, "call: a negative timeout");
  Sent asked(std::forward<Request>(given));  // the user's copy may throw: now, when there is nothing to take back
  const receive_mark older = mark_mailbox();
  // The monitor tells of the server's end; its reference identifies the reply; its alias drops a late one.
  const ref id = monitor(server, alias_mode::reply_demonitor);
  send(server, call_message<S, Sent>{{self(), id}, std::move(asked)});
  const waits_for note("a reply to", &typeid(Sent), server);
  const auto is_reply = [&](const Reply& r) { return r.id == id; };
  const auto value_of_reply = [](Reply r) -> Result {
    if constexpr (!std::is_void_v<Result>) return std::move(r.value);
  };
  const auto is_refusal = [&](const call_refused& c) { return c.id == id; };
  const auto refused = [&](call_refused) -> Result { return fail("function_clause"); };
  return receive(older, when(is_reply, value_of_reply), when(is_refusal, refused),
                 when([&](const down& d) { return d.ref == id; }, [&](down d) -> Result { return fail(d.reason); }),
                 after(timeout_after, [&]() -> Result {
                   demonitor(id, flush);
                   // The reply may have come between the timeout and this; from here on none can.
                   return receive(older, when(is_reply, value_of_reply), when(is_refusal, refused),
                                  after(duration::zero(), [&]() -> Result { return fail(timeout); }));
                 }));
}

/// Sends the request and waits for its reply.
/// Blocks: until the reply, the server's end, or the timeout; `infinity` waits for ever.
/// Errors: exit_exception, see the invariants. It ends the caller unless caught, as in OTP.
template <class S, class Request>
auto call(const server_ref<S>& server, Request&& given, duration timeout_after = default_call_timeout) {
  static_assert(request<Request>, "call: the request's type must say what it is answered with: using reply = ...;");
  static_assert(S::template answers<std::remove_cvref_t<Request>>,
                "call: the server has no handle_call for this request");
  const pid to = server.pid();
  return perform_call<S>(to, to ? to_string(to) : server.name(), std::forward<Request>(given), timeout_after);
}
template <class Request>
auto call(const pid& server, Request&& given, duration timeout_after = default_call_timeout) {
  static_assert(request<Request>, "call: the request's type must say what it is answered with: using reply = ...;");
  return perform_call<void>(server, to_string(server), std::forward<Request>(given), timeout_after);
}
template <class Request>
auto call(std::string_view name, Request&& given, duration timeout_after = default_call_timeout) {
  static_assert(request<Request>, "call: the request's type must say what it is answered with: using reply = ...;");
  return perform_call<void>(whereis_name(name), std::string(name), std::forward<Request>(given), timeout_after);
}

// ---- cast -----------------------------------------------------------------------------------------------------------

/// Sends the request and does not wait. Always succeeds, dead server or not.
template <class S, class Request>
void cast(const server_ref<S>& server, Request&& given) {
  using Sent = std::remove_cvref_t<Request>;
  static_assert(S::template hears<Sent>, "cast: the server has no handle_cast for this request");
  if (const pid to = server.pid()) send(to, cast_message<S, Sent>{std::forward<Request>(given)});
}
template <class Request>
void cast(const pid& server, Request&& given) {
  send(server, cast_message<void, std::remove_cvref_t<Request>>{std::forward<Request>(given)});
}
template <class Request>
void cast(std::string_view name, Request&& given) {
  if (const pid to = whereis_name(name)) cast(to, std::forward<Request>(given));
}

}  // namespace otp
