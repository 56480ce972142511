// handler_result.hpp - what a handler's callbacks return, why it ends, and what it is called.
//
// Mirrors        gen_event: handler(); the returns of handle_event/2 and handle_call/2; the argument of terminate/2;
//                {gen_event_EXIT, Handler, Reason}
// Differs        The object is the state, so it is not returned. No hibernate.
// Thread safety  Values.
// Chapter        8
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <otp/exit_reason.hpp>
#include <otp/reply.hpp>

namespace otp {

namespace detail {
struct succession;
}  // namespace detail

/// Which handler of a manager: its class, or {Class, Id} where there are several. handler_id::of<counting>("mine")
struct handler_id {
  const std::type_info* type;
  std::string id;

  template <class H>
  static handler_id of(std::string id = {}) {
    return {&typeid(H), std::move(id)};
  }
  friend bool operator==(const handler_id& a, const handler_id& b) { return *a.type == *b.type && a.id == b.id; }
};
/// `counting`, or `{counting,mine}`.
std::string to_string(const handler_id& handler);

struct handler_options {
  std::string id = {};
};

/// Why a handler ends: what its terminate is told.
struct handler_end {
  enum class kind : std::uint8_t {
    deleted,         // by delete_handler
    remove_handler,  // it has returned remove()
    swapped,         // another takes its place
    stop,            // the manager ends
    adder_ended,     // {stop, Reason}: the actor that has added it by add_sup_handler has ended
    error,           // {error, Reason}: it has thrown
  };
  kind why;
  exit_reason reason = normal;  // of adder_ended and error
};
/// As OTP writes it: `{error,{std::runtime_error,"text"}}`.
std::string to_string(const handler_end& end);

/// What its adder receives when a supervised handler is no more.
struct gen_event_exit {
  handler_id handler;
  exit_reason reason;  // normal: deleted, removed or swapped; shutdown: the manager ends; else: why it has failed
  std::optional<handler_id> successor = {};  // when it was swapped: the adder hears of that one, too
};

/// What becomes of a handler after a callback: keep(), remove() and swap() of event_handler make one.
class handler_next {
 public:
  handler_next() noexcept = default;
  static handler_next removes() {
    handler_next made;
    made.removes_ = true;
    return made;
  }
  static handler_next swaps(detail::succession by);

  bool is_removal() const noexcept { return removes_; }
  detail::succession* successor() const noexcept { return successor_.get(); }

 private:
  bool removes_ = false;
  std::shared_ptr<detail::succession> successor_;
};

/// All that handle_call can return for a reply of type R: the reply, and what becomes of the handler.
template <class R>
struct handler_reply {
  template <class V>
  requires std::convertible_to<V, reply_value<R>> handler_reply(V&& given, handler_next step = {})
      : value(std::forward<V>(given)), then(std::move(step)) {}  // NOLINT: return 42;

  reply_value<R> value;
  handler_next then;
};

}  // namespace otp
