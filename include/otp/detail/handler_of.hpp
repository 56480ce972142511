// handler_of.hpp - the host of one handler of events: how events, messages and calls reach its members, and its end.
//
// Mirrors        gen_event.erl: server_update/4, server_call_update/3, do_terminate/7, do_swap/7
// Differs        Typed. What is the same for all handlers of a manager: event_handlers.hpp.
// Thread safety  The manager's thread only.
// Invariants     terminate() throws nothing but an exit signal.
// Chapter        8
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <otp/detail/callbacks.hpp>
#include <otp/dispatch.hpp>
#include <otp/error.hpp>
#include <otp/handler_result.hpp>
#include <otp/request.hpp>

namespace otp::detail {

/// Runs f. Returns: why it has failed, if it has. An exit signal passes.
template <class F>
std::optional<exit_reason> failure_of(F&& f) {
  try {
    f();
    return std::nullopt;
  } catch (...) {
    if (must_unwind()) throw;
    return reason_of(std::current_exception());
  }
}

/// A handler as its manager sees it, whatever its class.
class handler_host {
 public:
  explicit handler_host(handler_id id) : id_(std::move(id)) {}
  virtual ~handler_host() = default;
  virtual handler_next handle_event(message_part event) = 0;
  /// Nothing: it takes no message of this type.
  virtual std::optional<handler_next> handle_info(message& m) = 0;
  virtual void end(const handler_end& why) = 0;
  const handler_id& id() const noexcept { return id_; }

  pid adder;  // names no actor unless supervised

 private:
  const handler_id id_;
};
void report_failed_terminate(const handler_id& handler, const exit_reason& reason);

template <class H>
concept handler_terminates = requires(H& h, const handler_end& why) {
  h.terminate(why);
};
template <class H>
struct end_value_of {
  using type = ok;
};
template <handler_terminates H>
struct end_value_of<H> {
  using type = reply_value<std::decay_t<decltype(std::declval<H&>().terminate(std::declval<const handler_end&>()))>>;
};
/// What its terminate returns: what it leaves to delete_handler, or to a successor.
template <class H>
using end_value = typename end_value_of<H>::type;

template <class H, class M>
concept handler_takes_info = requires(H& h, const M& m) {
  h.handle_info(m);
};
template <class H, class Request>
concept handler_takes_call = request<Request> && requires(H& h, Request r) {
  h.handle_call(std::move(r));
};

template <class H>
class handler_of final : public handler_host {
 public:
  // For dispatch().
  template <class Request>
  static constexpr bool takes_call = false;
  template <class Request>
  static constexpr bool takes_cast = false;
  template <class M>
  static constexpr bool takes_info = handler_takes_info<H, M>;
  template <class M>
  void on_info(M&& taken) {
    then_ = run([&] { return handler_.handle_info(std::as_const(taken)); });
  }

  template <class... Args>
  explicit handler_of(handler_id id, Args&&... args)
      : handler_host(std::move(id)), handler_(std::forward<Args>(args)...) {
    static_assert(handler_terminates<H> || !names_terminate<H>(),
                  "this class has a terminate that cannot be called with a const otp::handler_end&: is it public?");
    static_assert(!names_handle_info<H>() || takes_some_info<H>(),
                  "this class has a handle_info that no message reaches: is it public, and is its type in `messages`?");
  }

  handler_next handle_event(message_part event) override {
    const auto& happened = *event.get_if<typename H::event>();
    constexpr bool taken = requires(H & h, const typename H::event& e) { h.handle_event(e); };
    static_assert(taken, "this handler has no public handle_event that takes a const Event&");
    if constexpr (taken) return run([&] { return handler_.handle_event(happened); });
    return {};
  }
  std::optional<handler_next> handle_info(message& m) override {
    if (dispatch<H>(*this, m)) return std::move(then_);
    if constexpr (takes_info<message>) {
      if (!m.carried_type()->handler) return run([&] { return handler_.handle_info(std::as_const(m)); });
    }
    return std::nullopt;
  }
  template <class Request>
  handler_reply<reply_of<Request>> handle_call(Request&& asked) {
    using Returned = decltype(handler_.handle_call(std::declval<Request>()));
    using Reply = handler_reply<reply_of<Request>>;
    if constexpr (std::is_void_v<Returned> && std::is_void_v<reply_of<Request>>) {
      handler_.handle_call(std::forward<Request>(asked));
      return ok();
    } else {
      constexpr bool right = std::convertible_to<Returned, Reply>;
      static_assert(right, "this handle_call returns another type than its request's reply");
      if constexpr (right) return handler_.handle_call(std::forward<Request>(asked));
    }
  }
  /// Returns what it leaves, or why its terminate has failed.
  response<end_value<H>> terminate(const handler_end& why) {
    response<end_value<H>> left;
    const auto failed = failure_of([&] {
      if constexpr (!handler_terminates<H>) {
        left.value.emplace();
      } else if constexpr (std::is_void_v<decltype(handler_.terminate(why))>) {
        handler_.terminate(why);
        left.value.emplace();
      } else {
        left.value.emplace(handler_.terminate(why));
      }
    });
    if (failed) {
      report_failed_terminate(id(), *failed);
      left = {{}, *failed};
    }
    return left;
  }
  void end(const handler_end& why) override { terminate(why); }

 private:
  template <class F>
  handler_next run(F&& callback) {
    using Returned = decltype(callback());
    constexpr bool allowed = std::is_void_v<Returned> || std::is_same_v<Returned, handler_next>;
    static_assert(allowed, "handle_event and handle_info return nothing, or next: keep(), remove() or swap<New>()");
    if constexpr (std::is_void_v<Returned>)
      callback();
    else if constexpr (allowed)
      return callback();
    return {};
  }

  H handler_;
  handler_next then_;
};

}  // namespace otp::detail
