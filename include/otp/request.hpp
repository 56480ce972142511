// request.hpp - a call in two halves: send_request, and the response whenever it is wanted.
//
// Mirrors        gen_server: send_request/2, receive_response/2, wait_response/2, check_response/2; reply/2
// Differs        A request is a C++ type that names the type of its reply: struct get { using reply = int; };
// Thread safety  Actors only: a request belongs to the actor that sent it. A `from` may be given to any actor.
// Invariants     1. Each request gets one response, which is a message: a reply, the `down` of the server (noproc, when
//                   there was none), or a refusal, function_clause, when the server does not know it.
//                2. A response that has been given up by receive_response never shows up: its alias is gone.
//                3. What waits in the mailbox from before the request does not slow it down (mark_mailbox).
// Chapter        5
#pragma once

#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <otp/actor.hpp>
#include <otp/detail/waiting.hpp>
#include <otp/receive.hpp>
#include <otp/registry.hpp>

namespace otp {

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
  const otp::pid& pid() const noexcept { return caller.owner; }
};

template <class R>
struct reply_message {
  ref id;
  reply_value<R> value;
};
template <class R>
struct message_name<reply_message<R>> {
  static std::string get() { return "reply " + type_name(typeid(R)); }
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

/// What runs a server of class S: its behaviour's class. A base of S, such as gen_server<S>, says so.
template <class S>
using host_of = typename S::host;

/// The address of a server of class S, by pid or by name. Converts to pid (by name: of its holder at that time).
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
/// It brings the code that hands it to a host of S. With S void it only says who waits for an answer.
template <class S, class Request>
struct message_handler<call_message<S, Request>> {
  static void handle(void* host, message&& taken) {
    if constexpr (!std::is_void_v<S>) {
      auto& call = taken.as<call_message<S, Request>>();
      static_cast<host_of<S>*>(host)->on_call(from<reply_of<Request>>{call.caller}, std::move(call.request));
    }
  }
  static const alias& caller(const message& sent) { return sent.as<call_message<S, Request>>().caller; }
  static constexpr own_handler handler{&typeid(S), &handle, &caller};
  static constexpr const own_handler* value = &handler;
};
template <class S, class Request>
struct message_handler<cast_message<S, Request>> {
  static void handle(void* host, message&& taken) {
    if constexpr (!std::is_void_v<S>)
      static_cast<host_of<S>*>(host)->on_cast(std::move(taken.as<cast_message<S, Request>>().request));
  }
  static constexpr own_handler handler{&typeid(S), &handle, nullptr};
  static constexpr const own_handler* value = &handler;
};
template <class S, class Request>
struct message_name<call_message<S, Request>> {
  static std::string get() { return "call " + type_name(typeid(Request)); }
};
template <class S, class Request>
struct message_name<cast_message<S, Request>> {
  static std::string get() { return "cast " + type_name(typeid(Request)); }
};

// ---- requests on their way ------------------------------------------------------------------------------------------

/// A request that has been sent and not yet been answered, as far as its sender knows. R is the type of the reply.
template <class R>
struct request_id {
  ref id;
  pid server;
  const std::type_info* type = nullptr;  // of the request
  receive_mark older = {};               // where in the mailbox the response cannot be
};

/// What became of a request.
template <class R>
struct response {
  std::optional<reply_value<R>> value = {};
  exit_reason failure = normal;  // without a value: the server's reason, noproc, function_clause, or timeout
  explicit operator bool() const noexcept { return value.has_value(); }
};

/// One request. `S` is void when only the request's type is known.
/// \param name  under which the server was looked up; when nobody holds it, the response is a `down` with noproc
template <class S, class Request>
request_id<reply_of<Request>> send_to_server(const pid& server, std::string_view name, Request&& given) {
  using Sent = std::remove_cvref_t<Request>;
  Sent asked(std::forward<Request>(given));  // the user's copy may throw: now, when there is nothing to take back
  const receive_mark older = mark_mailbox();
  // Not monitor(name): an actor that holds it by now has not been asked.
  if (!server) return {monitor_nobody(std::string(name)), server, &typeid(Sent), older};
  // The monitor tells of the server's end; its reference identifies the reply; its alias drops a late one.
  const ref id = monitor(server, alias_mode::reply_demonitor);
  try {
    send(server, call_message<S, Sent>{{self(), id}, std::move(asked)});
  } catch (const std::exception&) {  // no memory, or a full mailbox
    demonitor(id, flush);
    throw;
  }
  return {id, server, &typeid(Sent), older};
}
/// Sends the request and returns at once.
template <class S, class Request>
auto send_request(const server_ref<S>& server, Request&& given) {
  static_assert(host_of<S>::template takes_call<std::remove_cvref_t<Request>>,
                "send_request: the server has no handle_call for this request");
  return send_to_server<S>(server.pid(), server.name(), std::forward<Request>(given));
}
template <class Request>
auto send_request(const pid& server, Request&& given) {
  return send_to_server<void>(server, {}, std::forward<Request>(given));
}
template <class Request>
auto send_request(std::string_view name, Request&& given) {
  return send_to_server<void>(whereis_name(name), name, std::forward<Request>(given));
}

// ---- responses ------------------------------------------------------------------------------------------------------

/// The response, if `m` is one to this request: for messages received by other means. Takes the reply out of it.
template <class R>
std::optional<response<R>> check_response(message& m, const request_id<R>& asked) {
  if (m.is<reply_message<R>>() && m.as<reply_message<R>>().id == asked.id)
    return response<R>{std::move(m.as<reply_message<R>>().value), normal};
  if (m.is<call_refused>() && m.as<call_refused>().id == asked.id) return response<R>{{}, "function_clause"};
  if (m.is<down>() && m.as<down>().ref == asked.id) return response<R>{{}, m.as<down>().reason};
  return std::nullopt;
}

/// Waits for it. After a timeout it can be waited for again. Blocks: at most `wait`.
template <class R>
response<R> wait_response(const request_id<R>& asked, duration wait) {
  const waits_for note("a reply to", asked.type, asked.server);
  const auto mine = [&](const auto& m) { return m.id == asked.id; };
  return receive(asked.older,
                 when([&](const reply_message<R>& m) { return mine(m); },
                      [](reply_message<R> m) {
                        return response<R>{std::move(m.value), normal};
                      }),
                 when([&](const call_refused& m) { return mine(m); },
                      [](call_refused) {
                        return response<R>{{}, "function_clause"};
                      }),
                 when([&](const down& d) { return d.ref == asked.id; },
                      [](down d) {
                        return response<R>{{}, d.reason};
                      }),
                 after(wait, [] {
                   return response<R>{{}, timeout};
                 }));
}

/// ... and gives it up after a timeout: a later one vanishes.
template <class R>
response<R> receive_response(const request_id<R>& asked, duration wait) {
  response<R> got;
  try {
    got = wait_response(asked, wait);
  } catch (const std::bad_alloc&) {
    try {  // nothing of it comes later, and what has come goes
      demonitor(asked.id, flush);
      wait_response(asked, duration::zero());
    } catch (const std::bad_alloc&) {  // to look into the mailbox takes memory, too: then it stays there, unread
    }
    throw;
  }
  if (got || got.failure != timeout) return got;
  demonitor(asked.id, flush);
  // It may have come between the timeout and this; from here on none can.
  return wait_response(asked, duration::zero());
}

}  // namespace otp
