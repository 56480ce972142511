// server_result.hpp - what a server's callbacks can return.
//
// Mirrors        gen_server: {reply, R, S[, Opt]}, {noreply, S[, Opt]}, {stop, Reason[, Reply], S};
//                Opt = Timeout | {continue, C}
// Differs        The state is the object, so it is not returned.
// Thread safety  Values.
// Chapter        5
//
//   return 42;                         // {reply, 42, S}
//   return {42, and_wait(1s)};         // {reply, 42, S, 1000}
//   return {42, and_continue(c)};      // {reply, 42, S, {continue, C}}
//   return noreply;                    // {noreply, S}; from handle_cast and others: return {};
//   return and_wait(1s);               // {noreply, S, 1000}
//   return {42, and_stop(normal)};     // {stop, normal, 42, S}
//   return and_stop(normal);           // {stop, normal, S}
#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <otp/request.hpp>

namespace otp {

/// What a server does after a callback: wait for the next message, for a limited time perhaps; continue; or stop.
class next {
 public:
  next() noexcept = default;

  bool stops() const noexcept { return stops_; }
  const exit_reason& reason() const noexcept { return reason_; }
  duration wait() const noexcept { return wait_; }
  bool continues() const noexcept { return !continuation_.empty(); }
  message take_continuation() noexcept { return std::move(continuation_); }

 private:
  friend next and_stop(exit_reason reason);
  friend next and_wait(duration time);
  friend next and_continue_with(message content);

  bool stops_ = false;
  exit_reason reason_;
  duration wait_ = infinity;
  message continuation_;
};

/// Stop with this reason, after terminate(reason).
inline next and_stop(exit_reason reason) {
  next step;
  step.stops_ = true;
  step.reason_ = std::move(reason);
  return step;
}
/// If no message comes for this long, handle_info(timeout_t) runs once. Any message cancels it.
inline next and_wait(duration time) {
  next step;
  step.wait_ = time;
  return step;
}
/// The message is handled before any that waits; see gen_server::and_continue.
inline next and_continue_with(message content) {
  next step;
  step.continuation_ = std::move(content);
  return step;
}
/// What handle_task gets of a helper (spawn_task): the value, or the reason why there is none.
template <class T>
struct task_result {
  ref id;
  std::optional<T> value;
  exit_reason failure;
};

struct noreply_t {};
inline constexpr noreply_t noreply{};

/// All that handle_call can return for a reply of type R. Without a value: the caller goes on waiting, for reply().
template <class R>
class result {
 public:
  template <class V>
  requires std::convertible_to<V, reply_value<R>> result(V&& value, next step = {})
      : value_(std::forward<V>(value)), next_(std::move(step)) {}  // NOLINT: return 42;
  result(noreply_t, next step = {}) : next_(std::move(step)) {}    // NOLINT
  result(next step) : next_(std::move(step)) {}                    // NOLINT

  std::optional<reply_value<R>>& value() noexcept { return value_; }
  next& step() noexcept { return next_; }

 private:
  std::optional<reply_value<R>> value_;
  next next_;
};

template <class S, class Request>
concept has_handle_call_alone = requires(S& s, Request r) {
  s.handle_call(std::move(r));
};
template <class S, class Request>
concept has_handle_call_from = request<Request> && requires(S& s, Request r, from<reply_of<Request>> f) {
  s.handle_call(std::move(r), f);
};
template <class S, class Request>
concept has_handle_call = has_handle_call_alone<S, Request> || has_handle_call_from<S, Request>;
template <class S, class Request>
concept has_handle_cast = requires(S& s, Request r) {
  s.handle_cast(std::move(r));
};
template <class S, class M>
concept has_handle_info = requires(S& s, M m) {
  s.handle_info(std::move(m));
};

}  // namespace otp
