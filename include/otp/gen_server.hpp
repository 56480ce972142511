// gen_server.hpp - a server: a class whose constructor is init and whose handle_* members answer.
//
// Mirrors        gen_server: start, start_link, stop and the callbacks; proc_lib:start_link/5
// Differs        The object is the state, so callbacks return only what to answer and what to do next. `throw` is a
//                failure, never a return value. The destructor runs last, also where OTP runs no terminate. No handle_*
//                should be noexcept: an exit signal met in it would end the program.
// Thread safety  A server object is touched by its own actor's thread alone, so it needs no locks.
// Invariants     1. start returns when the constructor has returned, or when a failed actor is over and its name free.
//                2. terminate(reason) runs on every way out but an exit signal; what it throws replaces the reason.
//                3. A stop with a reply sends the reply after terminate.
//                4. When it traps exits, an exit_message from its parent stops it; others go to handle_info.
// Chapter        5
//
//   class counter : public otp::gen_server<counter> {
//    public:
//     using messages = otp::handles<get, add, tick>;  // optional: what those may send who know only a pid or a name
//     explicit counter(int start);              // init. A throw or exit(reason): start fails. See init_ignore.
//     int handle_call(get);                     // {reply, int, State}
//     otp::result<int> handle_call(add);        // all of OTP's returns: see result
//     void handle_call(slow, otp::from<int>);   // {noreply, State}; reply(from, 5) later, by any actor
//     void handle_cast(reset);                  // or otp::next: and_stop, and_wait, and_continue
//     void handle_info(otp::down);              // messages that are no requests: down, exit_message, timeout_t,
//     void handle_info(tick);                   // those in `messages`,
//     void handle_info(const otp::message&);    // and the rest; without this they are dropped with a warning
//     void handle_continue(load);               // after and_continue(load{})
//     void handle_task(otp::task_result<int>);  // after spawn_task(*this, [] { return 5; })
//     void terminate(const otp::exit_reason&);
//   };
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include <otp/call.hpp>
#include <otp/detail/server_of.hpp>
#include <otp/server_result.hpp>

namespace otp {

struct start_options {
  std::string name = {};        // registered before the constructor runs
  duration timeout = infinity;  // for the constructor; then the actor is killed and the start fails with `timeout`
  std::size_t stack_size = 0;   // bytes; 0: the operating system's default
  mailbox_limit mailbox = {};   // none, as in OTP
};

/// Thrown by a constructor: the server does not want to run, and that is no error. start throws it on.
struct init_ignore {};

/// What becomes of an attempt to start: {ok, Pid}, ignore or {error, Reason}.
struct start_result {
  otp::pid pid = {};  // nobody unless started
  bool ignored = false;
  exit_reason error = {};  // unless started or ignored
};

using server_maker = std::function<std::unique_ptr<server_callbacks>()>;

/// What an actor runs once it has been initialised; `parent` is nobody unless it was linked.
using actor_loop = std::function<void(const pid& parent)>;
/// Initialises, in the new actor, and returns what runs then. May throw init_ignore, or what the start fails with.
using actor_init = std::function<actor_loop()>;

/// proc_lib:start_link: starts an actor that registers its name, initialises and runs, and waits until it has been
/// initialised. Throws what spawn throws; all other failures are in the result.
start_result start_acknowledged(const start_options& options, const std::string& thread_name, bool linked,
                                actor_init init);

/// Starts an actor that makes the server and runs its loop; waits until it has been made.
/// Throws what spawn throws; all other failures are in the result.
start_result start_server(const start_options& options, const std::string& thread_name, bool linked, server_maker make);

/// The loop: receive, let the server handle, do what it says is next. Returns or throws when the server has stopped.
void run_server_loop(server_callbacks& server, const pid& parent);

/// Base of every server class S.
template <class S>
class gen_server {
 public:
  using messages = handles<>;
  /// Whether S has a handle_call / handle_cast for the type.
  template <class Request>
  static constexpr bool answers = has_handle_call<S, Request>;
  template <class Request>
  static constexpr bool hears = has_handle_cast<S, Request>;

 protected:
  gen_server() = default;
  ~gen_server() = default;
  /// For the constructor: what to do first. OTP's {ok, State, Timeout} and {ok, State, {continue, C}}.
  void after_init(next step) { first_step_ = std::move(step); }
  /// handle_continue(content) runs next, before any message that waits.
  template <class C>
  static next and_continue(C&& content) {
    return and_continue_with(message(continue_message<S, std::decay_t<C>>{std::forward<C>(content)}));
  }

 private:
  template <class>
  friend class server_of;
  template <class Server, class F>
  friend ref spawn_task(gen_server<Server>& server, F&& work);
  template <class>
  friend struct message_handler;

  /// The task has given its value: its end, whatever the reason, is no failure any more. False: it is none of ours.
  bool forget_task(const ref& id) {
    const auto found = running_.find(id);
    if (found == running_.end()) return false;
    tasks_[found->second] = nullptr;
    running_.erase(found);
    return true;
  }

  next first_step_;
  std::map<ref, ref> running_;  // helpers that have not given their values, and the monitors on them
  std::map<ref, std::function<void(S&, const exit_reason&, outcome&)>> tasks_;  // helpers: how to tell S of a failure
};

/// Same with the class known; the result is not thrown, for supervisors and others that decide by it.
/// The arguments are moved into the new actor's thread.
template <class S, class... Args>
start_result try_start(const start_options& options, bool linked, Args&&... args) {
  // Shared, because std::function wants to be copyable; the maker is called once.
  auto held = std::make_shared<std::tuple<std::decay_t<Args>...>>(std::forward<Args>(args)...);
  return start_server(options, short_type_name(typeid(S)), linked, [held] {
    return std::apply(
        [](auto&... each) -> std::unique_ptr<server_callbacks> {
          return std::make_unique<server_of<S>>(std::move(each)...);
        },
        *held);
  });
}
template <class S, class... Args>
server_ref<S> started_server(const start_options& options, bool linked, Args&&... args) {
  start_result started = try_start<S>(options, linked, std::forward<Args>(args)...);
  if (started.ignored) throw init_ignore();
  if (!started.pid) throw start_error(started.error);
  return server_ref<S>(std::move(started.pid));
}

/// Starts a server of class S with S(args...).
/// Errors: start_error with the reason; init_ignore.
template <class S, class... Args>
requires std::is_constructible_v<S, std::decay_t<Args>...> server_ref<S> start(Args&&... args) {
  return started_server<S>({}, false, std::forward<Args>(args)...);
}
template <class S, class... Args>
server_ref<S> start(start_options options, Args&&... args) {
  return started_server<S>(options, false, std::forward<Args>(args)...);
}
/// Same, linked to the caller. When init fails, a caller that does not trap exits ends with the server's reason, by the
/// link; one that does learns of it here alone: no exit_message is left behind, as since OTP 26.
template <class S, class... Args>
requires std::is_constructible_v<S, std::decay_t<Args>...> server_ref<S> start_link(Args&&... args) {
  return started_server<S>({}, true, std::forward<Args>(args)...);
}
template <class S, class... Args>
server_ref<S> start_link(start_options options, Args&&... args) {
  return started_server<S>(options, true, std::forward<Args>(args)...);
}

/// Stops a server and waits until it is over; its terminate sees the reason.
/// Errors: exit_exception with reason noproc, timeout, or the other reason the server ended with.
void stop(const pid& server, const exit_reason& reason = normal, duration timeout_after = infinity);
void stop(std::string_view name, const exit_reason& reason = normal, duration timeout_after = infinity);
template <class S>
void stop(const server_ref<S>& server, const exit_reason& reason = normal, duration timeout_after = infinity) {
  stop(server.pid(), reason, timeout_after);
}

}  // namespace otp
