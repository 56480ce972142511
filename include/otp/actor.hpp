// actor.hpp - an actor: a function with a thread and a mailbox of its own.
//
// Mirrors        erlang: spawn/1, spawn_link/1, spawn_monitor/1, spawn_opt/2, self/0, !/2, exit/1, make_ref/0,
//                is_process_alive/1, processes/0
// Differs        Each actor is an operating-system thread. It is over when its thread has unwound: destructors have
//                run, its name is free, and only then links and monitors hear of it.
// Thread safety  send to a pid or an alias: any thread. Everything else: actors (a system makes the thread that it is
//                made in one).
// Invariants     1. Messages from one sender to one receiver arrive in the order in which they were sent, and before
//                   the exit_message or `down` of the sender.
//                2. spawn_link and spawn_monitor are atomic: the new actor's real end is heard, however soon it comes.
// Chapter        1
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <otp/actor_name.hpp>
#include <otp/error.hpp>
#include <otp/link.hpp>
#include <otp/mailbox_limit.hpp>
#include <otp/message.hpp>
#include <otp/monitor.hpp>
#include <otp/pid.hpp>

namespace otp {

struct spawn_options {
  std::string name = {};       // of the thread: what gdb, top -H and reports show. Not registered.
  std::size_t stack_size = 0;  // bytes; 0: the operating system's default
  mailbox_limit mailbox = {};  // none, as in OTP
  bool link = false;
  bool monitor = false;
  otp::ref until_down = {};  // an alias of the caller's that ends with the monitor
};

/// An actor and the monitor that its starter has on it.
struct spawned {
  otp::pid pid;
  otp::ref ref;  // default-constructed unless monitored
};

class process;

/// What the new thread runs.
class actor_body {
 public:
  virtual ~actor_body() = default;
  virtual void run() = 0;
};
template <class F>
class actor_body_of final : public actor_body {
 public:
  explicit actor_body_of(F f) : f_(std::move(f)) {}
  void run() override { static_cast<void>(std::move(f_)()); }

 private:
  F f_;
};

/// The most general spawn, to which the others below come down.
/// Errors: error{system_limit} when the operating system refuses a thread: nothing has happened then.
///         error{not_an_actor} outside any system, or when it is shutting down.
spawned start_actor(const spawn_options& options, std::unique_ptr<actor_body> body);

template <class F>
spawned spawn_opt(spawn_options options, F&& f) {
  static_assert(std::is_invocable_v<std::decay_t<F>>,
                "an actor is a function without parameters; bind them by capture");
  return start_actor(options, std::make_unique<actor_body_of<std::decay_t<F>>>(std::forward<F>(f)));
}
/// Starts an actor that runs f() in a thread of its own. Does not wait for it to run.
template <class F>
pid spawn(F&& f) {
  return spawn_opt({}, std::forward<F>(f)).pid;
}
/// ... under a name for its thread.
template <class F>
pid spawn(std::string name, F&& f) {
  return spawn_opt({.name = std::move(name)}, std::forward<F>(f)).pid;
}
/// ... linked to the caller.
template <class F>
pid spawn_link(F&& f) {
  return spawn_opt({.link = true}, std::forward<F>(f)).pid;
}
template <class F>
pid spawn_link(std::string name, F&& f) {
  return spawn_opt({.name = std::move(name), .link = true}, std::forward<F>(f)).pid;
}
/// ... watched by the caller.
template <class F>
spawned spawn_monitor(F&& f) {
  return spawn_opt({.monitor = true}, std::forward<F>(f));
}
template <class F>
spawned spawn_monitor(std::string name, F&& f) {
  return spawn_opt({.name = std::move(name), .monitor = true}, std::forward<F>(f));
}

/// The caller's own pid. Errors: error{not_an_actor}.
pid self();
/// Same, or a default-constructed pid on a thread that is no actor.
pid self_or_none() noexcept;

/// Sends any movable value. Never blocks and never fails for a pid, dead or alive, unless the receiver's mailbox has a
/// limit (mailbox_limit.hpp); a dead one's messages vanish.
/// The value is moved while the receiver is locked: its move constructor, and the destructor of what it was moved from,
/// must not call the library.
/// Errors: error{badarg} for a default-constructed pid; std::bad_alloc, and then nothing was sent.
void send_message(const pid& to, message&& m);
/// ... to the actor that holds the name now. Errors: error{badarg} when none does; error{not_an_actor}.
void send_message(const actor_name& name, message&& m);

template <class T>
void send(const pid& to, T&& value) {
  send_message(to, message(std::forward<T>(value)));
}
template <class T>
void send(const actor_name& name, T&& value) {
  send_message(name, message(std::forward<T>(value)));
}
/// ... through an alias. False: it was dropped, for the alias is no longer active, or its owner has been ended. True:
/// it stands in the mailbox. That is decided in the moment of delivery: an owner that gives up later finds it there.
template <class T>
bool send(const alias& to, T&& value) {
  return send_message(to, message(std::forward<T>(value)));
}

/// Ends the caller with this reason, unless it catches the exit_exception that is thrown: exit/1.
[[noreturn]] void exit(const exit_reason& reason);

/// Where exit signals reach an actor that computes for long: throws exit_unwind if one has ended it.
void checkpoint();

/// Waits for ever: an exit signal ends the wait, and the caller.
[[noreturn]] void wait_for_end();

/// Runs f(), which works or waits outside the actors' world (reads a file, asks another process), and returns what it
/// returns. Free-running, it changes nothing but a hint. With a seed, others run meanwhile: when the caller goes on is
/// then not up to the seed. Its next step within f() ends the exception.
template <class F>
decltype(auto) blocking(F&& f);

class outside_world {
 public:
  outside_world();
  ~outside_world();
  outside_world(const outside_world&) = delete;
  outside_world& operator=(const outside_world&) = delete;

 private:
  process* me_;
};
template <class F>
decltype(auto) blocking(F&& f) {
  const outside_world scope;
  return std::forward<F>(f)();
}

/// As long as it lives, a thread that is no actor may send to the actors of the caller's system. With a seed: when no
/// actor can run and no deadline is left, they wait for that thread, instead of a deadlock's being reported.
class expects_outside {
 public:
  expects_outside();
  ~expects_outside();
  expects_outside(const expects_outside&) = delete;
  expects_outside& operator=(const expects_outside&) = delete;

 private:
  pid me_;
};

ref make_ref();

/// False from the moment a deadly exit signal was delivered: after exit(p, kill) by the same caller always.
bool is_process_alive(const pid& p);

/// The live actors of the caller's system, oldest first.
std::vector<pid> processes();

}  // namespace otp
