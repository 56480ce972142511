// server_of.hpp - the host of a gen_server: how its loop's messages reach the handle_* members of the user's class.
//
// Mirrors        gen_server.erl: loop/7, try_handle_call/4, handle_common_reply/8
// Differs        What a callback returns is not a term but an `outcome`.
// Thread safety  The server's thread only.
// Chapter        5
#pragma once

#include <concepts>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <otp/behaviour.hpp>
#include <otp/detail/callbacks.hpp>
#include <otp/dispatch.hpp>
#include <otp/server_result.hpp>

namespace otp {
template <class S>
class gen_server;
}  // namespace otp

namespace otp::detail {

/// What a callback has led to: what is next, and a reply that is still to be sent, if there is one.
struct outcome {
  next then = {};
  alias reply_to = {};
  message reply = {};
};

/// The loop of a gen_server, whatever its class.
class server_host : public behaviour {
 public:
  std::optional<exit_reason> step(behaviour_loop& loop) final;
  void terminate(const exit_reason& reason) final;

 protected:
  virtual void handle(message&& m) = 0;
  virtual void run_terminate(const exit_reason& reason) = 0;

  outcome last_;  // of the last callback; before the first, what after_init() has said

 private:
  void send_reply();
};

/// A server of class S.
template <class S>
class server_of final : public server_host {
 public:
  using server = S;
  template <class Request>
  static constexpr bool takes_call = has_handle_call<S, Request>;
  template <class Request>
  static constexpr bool takes_cast = has_handle_cast<S, Request>;
  template <class M>
  static constexpr bool takes_info = has_handle_info<S, M>;

  template <class... Args>
  explicit server_of(Args&&... args) : server_(std::forward<Args>(args)...) {
    check_callbacks<S>();
    last_.then = std::move(base().first_step_);
  }

  template <class Request>
  void on_call(const from<reply_of<Request>>& caller, Request&& asked) {
    using R = reply_of<Request>;
    last_.reply_to = caller.caller;
    if constexpr (has_handle_call_from<S, Request>) {
      if constexpr (std::is_void_v<decltype(server_.handle_call(std::forward<Request>(asked), caller))>)
        server_.handle_call(std::forward<Request>(asked), caller);
      else
        answer<R>(server_.handle_call(std::forward<Request>(asked), caller));
    } else if constexpr (std::is_void_v<decltype(server_.handle_call(std::forward<Request>(asked)))>) {
      static_assert(std::is_void_v<R>, "this handle_call returns nothing, but its request says it has a reply");
      server_.handle_call(std::forward<Request>(asked));
      if constexpr (std::is_void_v<R>) answer<R>(ok());
    } else {
      answer<R>(server_.handle_call(std::forward<Request>(asked)));
    }
  }
  template <class Request>
  void on_cast(Request&& asked) {
    run([&] { return server_.handle_cast(std::forward<Request>(asked)); });
  }
  template <class M>
  void on_info(M&& taken) {
    run([&] { return server_.handle_info(std::forward<M>(taken)); });
  }
  template <class C>
  void on_continue(C&& content) {
    run([&] { return server_.handle_continue(std::forward<C>(content)); });
  }
  /// A helper's value. Its end, whatever the reason, is no failure any more.
  template <class T>
  void on_task(const ref& id, T&& value) {
    const auto found = base().running_.find(id);
    if (found == base().running_.end()) return;  // it was taken back when memory was refused
    base().tasks_[found->second] = nullptr;
    base().running_.erase(found);
    on_task_result(task_result<T>{id, std::forward<T>(value), {}});
  }
  template <class T>
  void on_task_result(task_result<T>&& result) {
    run([&] { return server_.handle_task(std::move(result)); });
  }

 private:
  gen_server<S>& base() noexcept { return server_; }

  void run_terminate(const exit_reason& reason) override {
    if constexpr (has_terminate<S>) server_.terminate(reason);
  }
  std::optional<std::string> format_status() const override {
    if constexpr (has_format_status<S>) return server_.format_status();
    return {};
  }
  std::string class_name() const override { return type_name(typeid(S)); }

  void handle(message&& m) override {
    if (m.is<down>() && is_end_of_task(m.as<down>())) return;
    if (dispatch<S>(*this, m)) return;
    // A request that we do not know, or one to a server of another class, is none of handle_info's business.
    if constexpr (has_handle_info<S, message>) {
      if (!m.carried_type()->handler) return on_info(std::move(m));
    }
    if (!m.is<timeout_t>()) drop_unexpected(std::move(m), class_name());
  }

  template <class R, class V>
  void answer(V&& value) {
    static_assert(std::convertible_to<V, result<R>>, "this handle_call returns another type than its request's reply");
    if constexpr (std::convertible_to<V, result<R>>) {
      result<R> returned = std::forward<V>(value);
      if (returned.value()) last_.reply = message(reply_message<R>{last_.reply_to.id, *std::move(returned.value())});
      last_.then = std::move(returned.step());
    }
  }
  /// Runs a handler that answers nobody: it returns nothing, or what is next.
  template <class F>
  void run(F&& handler) {
    if constexpr (std::is_void_v<decltype(handler())>)
      handler();
    else
      last_.then = handler();
  }

  bool is_end_of_task(const down& d) {
    auto& tasks = base().tasks_;
    const auto found = tasks.find(d.ref);
    if (found == tasks.end()) return false;
    const auto tell = std::move(found->second);
    tasks.erase(found);
    if (tell) tell(*this, d.reason);  // else its result has come before
    return true;
  }

  S server_;
};

/// What and_continue(content) gives the server.
template <class S, class C>
struct continue_message {
  C content;
};
template <class S, class C>
struct message_name<continue_message<S, C>> {
  static std::string get() { return "continue " + type_name(typeid(C)); }
  static const C& inner(const continue_message<S, C>& sent) { return sent.content; }
};
template <class S, class C>
struct message_handler<continue_message<S, C>> {
  static void handle(void* host, message&& taken) {
    static_cast<server_of<S>*>(host)->on_continue(std::move(taken.as<continue_message<S, C>>().content));
  }
  static constexpr own_handler handler{&typeid(S), &handle, nullptr};
  static constexpr const own_handler* value = &handler;
};

}  // namespace otp::detail
