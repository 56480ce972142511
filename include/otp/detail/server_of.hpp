// server_of.hpp - how the loop's messages reach the handle_* members of a server class.
//
// Mirrors        gen_server.erl: try_dispatch/4, try_handle_call/4, handle_common_reply/8
// Differs        A typed request brings the code that calls its handler (own_handler); requests from those who know
//                only a pid or a name are looked up in the class's `messages`.
// Thread safety  The server's thread only.
// Chapter        5
#pragma once

#include <memory>
#include <tuple>
#include <utility>

#include <otp/server_result.hpp>

namespace otp {

template <class S>
class gen_server;

/// Warns that a message was dropped. An unknown call is refused, so that its caller need not wait for the timeout.
void warn_of_unexpected(message&& m, const std::string& server_class);

/// A server of class S behind the interface that the loop knows.
template <class S>
class server_of final : public server_callbacks {
 public:
  template <class... Args>
  explicit server_of(Args&&... args) : server_(std::forward<Args>(args)...) {}

  next first_step() override { return std::move(static_cast<gen_server<S>&>(server_).first_step_); }
  void terminate(const exit_reason& reason) override {
    if constexpr (requires { server_.terminate(reason); }) server_.terminate(reason);
  }

  outcome handle(message&& m) override {
    outcome result;
    if (const own_handler* own = m.carried_type()->handler; own && *own->receiver == typeid(S))
      own->handle(this, std::move(m), &result);
    else if (m.is<down>() && is_end_of_task(m.as<down>(), result))
      return result;
    else if (!handle_listed(m, result, typename S::messages()) && !handle_known(m, result))
      handle_rest(std::move(m), result);
    return result;
  }

  S& server() noexcept { return server_; }

  /// Runs handle_call and turns what it returns into an outcome.
  template <class Request>
  void answer(const alias& caller, Request&& asked, outcome& to) {
    using Sent = std::remove_cvref_t<Request>;
    using R = reply_of<Sent>;
    to.reply_to = caller;
    const auto settle = [&](result<R> r) {
      if (r.value()) to.reply = message(reply_message<R>{caller.id, *std::move(r.value())});
      to.then = std::move(r.step());
    };
    if constexpr (has_handle_call_from<S, Sent>) {
      const from<R> waiting{caller};
      if constexpr (std::is_void_v<decltype(server_.handle_call(std::forward<Request>(asked), waiting))>)
        server_.handle_call(std::forward<Request>(asked), waiting);
      else
        settle(server_.handle_call(std::forward<Request>(asked), waiting));
    } else if constexpr (std::is_void_v<decltype(server_.handle_call(std::forward<Request>(asked)))>) {
      static_assert(std::is_void_v<R>, "this handle_call returns nothing, but its request says it has a reply");
      server_.handle_call(std::forward<Request>(asked));
      settle(ok());
    } else {
      settle(server_.handle_call(std::forward<Request>(asked)));
    }
  }

  /// Runs a handler that answers nobody: it returns nothing, or what is next.
  template <class F>
  static void run(F&& handler, outcome& to) {
    if constexpr (std::is_void_v<decltype(handler())>)
      handler();
    else
      to.then = handler();
  }

 private:
  bool is_end_of_task(const down& d, outcome& to) {
    auto& tasks = static_cast<gen_server<S>&>(server_).tasks_;
    const auto found = tasks.find(d.ref);
    if (found == tasks.end()) return false;
    const auto tell = std::move(found->second);
    tasks.erase(found);
    if (tell) tell(server_, d.reason, to);  // else its result has come before
    return true;
  }

  template <class... Ms>
  bool handle_listed(message& m, outcome& to, handles<Ms...>) {
    return (handle_as<Ms>(m, to) || ...);
  }
  template <class M>
  bool handle_as(message& m, outcome& to) {
    static_assert(has_handle_call<S, M> || has_handle_cast<S, M> || has_handle_info<S, M>,
                  "a type in `messages` has no handle_call, handle_cast or handle_info");
    if constexpr (request<M> && has_handle_call<S, M>) {
      if (m.is<call_message<void, M>>()) {
        auto& call = m.as<call_message<void, M>>();
        answer(call.caller, std::move(call.request), to);
        return true;
      }
    }
    if constexpr (has_handle_cast<S, M>) {
      if (m.is<cast_message<void, M>>()) {
        run([&] { return server_.handle_cast(std::move(m.as<cast_message<void, M>>().request)); }, to);
        return true;
      }
    }
    return handle_info_of<M>(m, to);
  }
  template <class M>
  bool handle_info_of(message& m, outcome& to) {
    if constexpr (has_handle_info<S, M>) {
      if (m.is<M>()) {
        run([&] { return server_.handle_info(std::move(m.as<M>())); }, to);
        return true;
      }
    }
    return false;
  }

  /// What the library itself sends needs no mention in `messages`.
  bool handle_known(message& m, outcome& to) {
    return handle_info_of<timeout_t>(m, to) || handle_info_of<down>(m, to) || handle_info_of<exit_message>(m, to);
  }

  void handle_rest(message&& m, outcome& to) {
    // A request that we do not know, or one to a server of another class, is none of handle_info's business.
    if (m.carried_type()->handler)
      warn_of_unexpected(std::move(m), type_name(typeid(S)));
    else if constexpr (has_handle_info<S, message>)
      run([&] { return server_.handle_info(std::move(m)); }, to);
    else if (!m.is<timeout_t>())
      warn_of_unexpected(std::move(m), type_name(typeid(S)));
  }

  S server_;
};

// ---- requests that bring their handler ------------------------------------------------------------------------------

// With no receiver, because the server is of another class or does not list the request, they only say who waits.

template <class S, class Request>
struct message_handler<call_message<S, Request>> {
  static void handle(void* receiver, message&& taken, void* to) {
    auto& call = taken.as<call_message<S, Request>>();
    static_cast<outcome*>(to)->reply_to = call.caller;
    if constexpr (!std::is_void_v<S>)
      if (receiver)
        static_cast<server_of<S>*>(receiver)->answer(call.caller, std::move(call.request), *static_cast<outcome*>(to));
  }
  static constexpr own_handler handler{&typeid(S), &handle};
  static constexpr const own_handler* value = &handler;
};
template <class S, class Request>
struct message_handler<cast_message<S, Request>> {
  static void handle(void* receiver, message&& taken, void* to) {
    if constexpr (!std::is_void_v<S>)
      if (receiver) {
        S& server = static_cast<server_of<S>*>(receiver)->server();
        server_of<S>::run([&] { return server.handle_cast(std::move(taken.as<cast_message<S, Request>>().request)); },
                          *static_cast<outcome*>(to));
      }
  }
  static constexpr own_handler handler{&typeid(S), &handle};
  static constexpr const own_handler* value = &handler;
};

template <class S, class C>
struct message_handler<continue_message<S, C>> {
  static void handle(void* receiver, message&& taken, void* to) {
    if (!receiver) return;
    S& server = static_cast<server_of<S>*>(receiver)->server();
    server_of<S>::run([&] { return server.handle_continue(std::move(taken.as<continue_message<S, C>>().content)); },
                      *static_cast<outcome*>(to));
  }
  static constexpr own_handler handler{&typeid(S), &handle};
  static constexpr const own_handler* value = &handler;
};

}  // namespace otp
