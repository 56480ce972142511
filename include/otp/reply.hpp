// reply.hpp - what a request is, and how a server answers it, now or later.
//
// Mirrors        gen_server: reply/2, the From of handle_call/3
// Differs        A request is a C++ type that names the type of its reply: struct get { using reply = int; };
//                reply says whether it was delivered: in one program that can be known.
// Thread safety  Actors only. A `from` may be given to any actor.
// Invariants     The first answer to a call counts; the alias of a caller that has given up is gone.
// Chapter        5
#pragma once

#include <concepts>
#include <string>
#include <type_traits>
#include <utility>

#include <otp/actor.hpp>
#include <otp/monitor.hpp>

namespace otp {

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
struct detail::message_name<reply_message<R>> {
  static std::string get() { return "reply " + type_name(typeid(R)); }
  static const reply_value<R>& inner(const reply_message<R>& sent) { return sent.value; }
  static const ref& id(const reply_message<R>& sent) { return sent.id; }
};
/// The server does not know this request.
struct call_refused {
  ref id;
};
template <>
struct detail::message_name<call_refused> {
  static std::string get() { return type_name(typeid(call_refused)); }
  static const ref& id(const call_refused& sent) { return sent.id; }
};

/// Answers a call. The first answer counts; an answer to a caller that has given up vanishes. Returns whether the
/// caller gets it: what was given to one that does not may be given to another. (A call that times out looks once more
/// for its reply, so there is no moment in which both the server and the caller think so, or neither.)
template <class R, class V>
bool reply(const from<R>& to, V&& value) {
  constexpr bool wanted = std::constructible_from<reply_value<R>, V>;
  static_assert(wanted, "reply: the caller waits for a reply of another type");
  if constexpr (wanted) return send(to.caller, reply_message<R>{to.caller.id, reply_value<R>(std::forward<V>(value))});
}
inline bool reply(const from<void>& to) { return send(to.caller, reply_message<void>{to.caller.id, {}}); }

}  // namespace otp
