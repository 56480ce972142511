// request.hpp - a call in two halves: send_request, and the response whenever it is wanted.
//
// Mirrors        gen_server: send_request/2, receive_response/2, wait_response/2, check_response/2
// Differs        A server's address may know its class: a request that the class does not take does not compile.
// Thread safety  Actors only: a request belongs to the actor that sent it.
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
#include <type_traits>
#include <utility>

#include <otp/actor_name.hpp>
#include <otp/detail/call_message.hpp>
#include <otp/detail/waiting.hpp>
#include <otp/receive.hpp>
#include <otp/registry.hpp>
#include <otp/reply.hpp>

namespace otp {

// ---- servers as addresses -------------------------------------------------------------------------------------------

/// The address of a server of class S, by pid or by name. Converts to pid (by name: of its holder at that time).
template <class S>
class server_ref {
 public:
  server_ref() noexcept = default;
  explicit server_ref(otp::pid server) : pid_(std::move(server)) {}
  explicit server_ref(actor_name name) : name_(std::move(name)) {}

  otp::pid pid() const { return name_.empty() ? pid_ : whereis_name(name_); }
  operator otp::pid() const { return pid(); }  // NOLINT: a typed reference is a pid that knows more
  const actor_name& name() const noexcept { return name_; }
  /// How failures show it.
  std::string text() const { return name_.empty() ? to_string(pid_) : name_.text(); }

 private:
  otp::pid pid_;
  actor_name name_;
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
request_id<reply_of<Request>> send_to_server(const pid& server, const actor_name& name, Request&& given) {
  using Sent = std::remove_cvref_t<Request>;
  Sent asked(std::forward<Request>(given));  // the user's copy may throw: now, when there is nothing to take back
  const receive_mark older = mark_mailbox();
  // Not monitor(name): an actor that holds it by now has not been asked.
  if (!server) return {monitor_nobody(name.text()), server, &typeid(Sent), older};
  // The monitor tells of the server's end; its reference identifies the reply; its alias drops a late one.
  const ref id = monitor(server, alias_mode::reply_demonitor);
  try {
    send(server, detail::call_message<S, Sent>{{self(), id}, std::move(asked)});
  } catch (const std::exception&) {  // no memory, or a full mailbox
    demonitor(id, flush);
    throw;
  }
  return {id, server, &typeid(Sent), older};
}
/// The request says what it is answered with, and the server, if its class is known, takes it; if not, the compiler
/// says so in one sentence.
template <class S, class Request>
constexpr bool can_be_asked() {
  static_assert(request<Request>, "the request's type must say what it is answered with: using reply = ...;");
  if constexpr (request<Request> && !std::is_void_v<S>) {
    constexpr bool taken = host_of<S>::template takes_call<std::remove_cvref_t<Request>>;
    static_assert(
        taken,
        "the server has no public handle_call that takes this request (a state machine: no on(state, request, from))");
    return taken;
  }
  return request<Request>;
}
/// Sends the request and returns at once.
template <class S, class Request>
auto send_request(const server_ref<S>& server, Request&& given) {
  if constexpr (can_be_asked<S, Request>())
    return send_to_server<S>(server.pid(), server.name(), std::forward<Request>(given));
}
template <class Request>
auto send_request(const pid& server, Request&& given) {
  if constexpr (can_be_asked<void, Request>()) return send_to_server<void>(server, {}, std::forward<Request>(given));
}
template <class Request>
auto send_request(const actor_name& name, Request&& given) {
  if constexpr (can_be_asked<void, Request>())
    return send_to_server<void>(whereis_name(name), name, std::forward<Request>(given));
}

// ---- responses ------------------------------------------------------------------------------------------------------

/// The clause "a response, to a request about whose id `asked` says true": the reply, the refusal, or the `down`.
template <class R, class Asked>
struct response_to {
  struct identified {
    ref id;
    response<R> got;
  };
  Asked asked;

  static std::string wants() {
    return detail::message_name<reply_message<R>>::get() + ", " + detail::message_name<call_refused>::get() + ", " +
           detail::message_name<down>::get();
  }
  bool accepts(const message& m) const {
    const ref* const id = id_in(m);
    return id && asked(*id);
  }
  identified run(message&& m) const {
    const ref id = *id_in(m);
    if (m.is<reply_message<R>>()) return {id, {std::move(m.as<reply_message<R>>().value), normal}};
    return {id, {{}, m.is<down>() ? m.as<down>().reason : exit_reason("function_clause")}};
  }

 private:
  static const ref* id_in(const message& m) {
    if (m.is<reply_message<R>>()) return &m.as<reply_message<R>>().id;
    if (m.is<down>()) return &m.as<down>().ref;
    if (m.is<call_refused>()) return &m.as<call_refused>().id;
    return nullptr;
  }
};
template <class R, class Asked>
response_to<R, Asked> when_response(Asked asked) {
  return {std::move(asked)};
}

/// The response, if `m` is one to this request: for messages received by other means. Takes the reply out of it.
template <class R>
std::optional<response<R>> check_response(message& m, const request_id<R>& asked) {
  auto mine = when_response<R>([&](const ref& id) { return id == asked.id; });
  if (!mine.accepts(m)) return std::nullopt;
  return mine.run(std::move(m)).got;
}

/// Waits for it. After a timeout it can be waited for again. Blocks: at most `wait`.
template <class R>
response<R> wait_response(const request_id<R>& asked, duration wait) {
  const detail::waits_for note("a reply to", asked.type, asked.server);
  auto mine = when_response<R>([&](const ref& id) { return id == asked.id; });
  using identified = typename decltype(mine)::identified;
  return receive(asked.older, mine, after(wait, [] { return identified{{}, {{}, timeout}}; })).got;
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
