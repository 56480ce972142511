// gen_server.hpp - a server: a class whose constructor is init and whose handle_* members answer.
//
// Mirrors        gen_server: the callbacks; start, start_link and stop are in gen.hpp, call and cast in call.hpp
// Differs        The object is the state, so callbacks return only what to answer and what to do next. `throw` is a
//                failure, never a return value. The destructor runs last, also where OTP runs no terminate. No handle_*
//                should be noexcept: an exit signal met in it would end the program.
// Thread safety  A server object is touched by its own actor's thread alone, so it needs no locks.
// Invariants     1. terminate(reason) runs on every way out but an exit signal; what it throws replaces the reason.
//                2. A stop with a reply sends the reply after terminate.
//                3. When it traps exits, an exit_message from its parent stops it; others go to handle_info.
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
#include <utility>

#include <otp/call.hpp>
#include <otp/detail/server_of.hpp>
#include <otp/gen.hpp>
#include <otp/server_result.hpp>

namespace otp {

/// Base of every server class S.
template <class S>
class gen_server {
 public:
  using host = detail::server_of<S>;
  using messages = handles<>;

 protected:
  gen_server() = default;
  ~gen_server() = default;
  /// For the constructor: what to do first. OTP's {ok, State, Timeout} and {ok, State, {continue, C}}.
  void after_init(next step) { first_step_ = std::move(step); }
  /// handle_continue(content) runs next, before any message that waits.
  template <class C>
  static next and_continue(C&& content) {
    return and_continue_with(message(detail::continue_message<S, std::decay_t<C>>{std::forward<C>(content)}));
  }

 private:
  template <class>
  friend class detail::server_of;
  template <class Server, class F>
  friend ref spawn_task(gen_server<Server>& server, F&& work);

  next first_step_;
  std::map<ref, ref> running_;  // helpers that have not given their values, and the monitors on them
  std::map<ref, std::function<void(host&, const exit_reason&)>> tasks_;  // helpers: how to tell S of a failure
};

}  // namespace otp
