// call_message.hpp - a request on its way: as the server gets it, with the code that hands it to the server's host.
//
// Mirrors        {'$gen_call', From, Request}, {'$gen_cast', Request}
// Differs        The sender's code knows the server's class, and so brings what calls the right handler.
// Thread safety  Any thread makes one; its receiver's reads it.
// Chapter        5
#pragma once

#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <otp/reply.hpp>

namespace otp {

/// What runs a server of class S: its behaviour's class. A base of S, such as gen_server<S>, says so.
template <class S>
using host_of = typename S::host;
template <class S>
concept hosted = requires {
  typename S::host;
};

}  // namespace otp

namespace otp::detail {

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
  static const Request& inner(const call_message<S, Request>& sent) { return sent.request; }
  static const ref& id(const call_message<S, Request>& sent) { return sent.caller.id; }
};
template <class S, class Request>
struct message_name<cast_message<S, Request>> {
  static std::string get() { return "cast " + type_name(typeid(Request)); }
  static const Request& inner(const cast_message<S, Request>& sent) { return sent.request; }
};

}  // namespace otp::detail
