// agent.hpp - a value in an actor of its own, which others read and change by functions that run there.
//
//   const otp::agent<int> visits = otp::start_agent(0);
//   visits.update([](int& n) { ++n; });
//   const int now = visits.get([](const int& n) { return n; });             // 1
//   const int before = visits.get_and_update([](int& n) { return n++; });  // 1, and it is 2
//   visits.cast([](int& n) { n = 0; });
//   otp::stop(visits);
//
// Mirrors        Elixir: Agent.start/2, start_link/2, get/3, update/3, get_and_update/3, cast/2; stop is in gen.hpp
// Differs        The first value is given, and not a function that makes it. Functions that change the value do so by
//                reference; one that returns a new value instead does not compile. get_and_update gives whatever its
//                function returns, so a bad return does not exist. A throw is a failure, never a return value.
// Thread safety  The functions run in the agent's thread, one after another. After a timeout one may still run, and a
//                cast runs later in any case: what they capture by reference must outlive the agent.
// Invariants     1. What one actor asks for happens in the order in which it has asked, casts among it.
//                2. A function that throws ends the agent, and the caller with {Reason,{agent,get,[Pid]}}.
//                3. When a caller's time is up, the agent goes on, and finishes what it was asked for.
// Chapter        5
#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include <otp/call.hpp>
#include <otp/gen.hpp>
#include <otp/gen_server.hpp>

namespace otp {

namespace detail {

template <class R, class F>
struct agent_call {
  using reply = R;
  F work;
};
template <class F>
struct agent_cast {
  F work;
};

}  // namespace detail

/// All that an agent is, as a server: child<agent_server<int>>("visits", {.name = "visits"}, 0) is one of a supervisor.
template <class T>
class agent_server final : public gen_server<agent_server<T>> {
 public:
  explicit agent_server(T value) : value_(std::move(value)) {}
  template <class R, class F>
  R handle_call(detail::agent_call<R, F> asked) {
    return asked.work(value_);
  }
  template <class F>
  void handle_cast(detail::agent_cast<F> asked) {
    asked.work(value_);
  }

 private:
  T value_;
};

/// The address of an agent. The members' errors: exit_exception {Why,{agent,get,[Pid]}}, as call. They block until the
/// function has run, or the timeout.
template <class T>
class agent : public server_ref<agent_server<T>> {
 public:
  using server_ref<agent_server<T>>::server_ref;

  /// Returns: what the function makes of the value, which it cannot change.
  template <class F>
  auto get(F&& f, duration timeout_after = default_call_timeout) const {
    constexpr bool fits = std::is_invocable_v<std::decay_t<F>&, const T&>;
    static_assert(fits, "get: the function must take a const T&, for an agent of a T");
    if constexpr (fits) {
      using R = std::decay_t<std::invoke_result_t<std::decay_t<F>&, const T&>>;
      return ask<R>(
          "get", [f = std::forward<F>(f)](T& value) mutable -> R { return f(std::as_const(value)); }, timeout_after);
    }
  }
  /// Changes the value.
  template <class F>
  void update(F&& f, duration timeout_after = default_call_timeout) const {
    if constexpr (can_change<F>()) ask<void>("update", std::forward<F>(f), timeout_after);
  }
  /// Changes the value. Returns: what the function returns.
  template <class F>
  auto get_and_update(F&& f, duration timeout_after = default_call_timeout) const {
    constexpr bool fits = std::is_invocable_v<std::decay_t<F>&, T&>;
    static_assert(fits, "get_and_update: the function must take a T&, for an agent of a T");
    if constexpr (fits) {
      using R = std::decay_t<std::invoke_result_t<std::decay_t<F>&, T&>>;
      return ask<R>("get_and_update", std::forward<F>(f), timeout_after);
    }
  }
  /// Changes the value, without waiting: whether the agent lives or not. Errors: as of send.
  template <class F>
  void cast(F&& f) const {
    if constexpr (can_change<F>()) otp::cast(*this, detail::agent_cast<std::decay_t<F>>{std::forward<F>(f)});
  }

 private:
  template <class F>
  static constexpr bool can_change() {
    constexpr bool fits = std::is_invocable_v<std::decay_t<F>&, T&>;
    static_assert(fits, "update and cast: the function must take a T&, for an agent of a T");
    if constexpr (fits) {
      constexpr bool returns_nothing = std::is_void_v<std::invoke_result_t<std::decay_t<F>&, T&>>;
      static_assert(returns_nothing,
                    "update and cast: the function changes the value by reference, and returns nothing");
      return returns_nothing;
    }
    return false;
  }
  template <class R, class F>
  R ask(const char* what, F&& work, duration timeout_after) const {
    using asked = detail::agent_call<R, std::decay_t<F>>;
    auto answer = otp::ask<agent_server<T>>(this->pid(), this->name(), asked{std::forward<F>(work)}, timeout_after);
    if (!answer)
      throw exit_exception(
          exit_reason::in_call(answer.failure, "{agent," + std::string(what) + ",[" + this->text() + "]}"));
    if constexpr (!std::is_void_v<R>) return *std::move(answer.value);
  }
};

/// Starts an agent with this value. Errors: as of start.
template <class T>
agent<T> start_agent(T value, const start_options& options = {}) {
  return agent<T>(start<agent_server<T>>(options, std::move(value)).pid());
}
/// ... linked to the caller.
template <class T>
agent<T> start_agent_link(T value, const start_options& options = {}) {
  return agent<T>(start_link<agent_server<T>>(options, std::move(value)).pid());
}

}  // namespace otp
