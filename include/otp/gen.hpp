// gen.hpp - starting and stopping a server, whatever its behaviour.
//
// Mirrors        gen: start/6, stop/3; proc_lib: start/5, start_link/5, init_ack/2, stop/3
// Differs        start returns the server or throws; try_start returns what became of the attempt, as OTP does. The
//                server's constructor is its init.
// Thread safety  Actors only. The arguments are moved into the new actor's thread.
// Invariants     1. start returns when the constructor has returned, or when a failed actor is over and its name free.
//                2. When init fails, a caller that does not trap exits and has used start_link ends with the server's
//                   reason, by the link; one that traps learns of it from the result alone: no exit_message is left
//                   behind, as since OTP 26.
//                3. A start that took too long leaves neither an acknowledgement nor a `down` behind.
// Chapter        5
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <otp/actor.hpp>
#include <otp/actor_name.hpp>
#include <otp/behaviour.hpp>
#include <otp/mailbox_limit.hpp>
#include <otp/request.hpp>

namespace otp {

struct start_options {
  actor_name name = {};         // registered before the constructor runs
  duration timeout = infinity;  // for the constructor; then the actor is killed and the start fails with `timeout`
  std::size_t stack_size = 0;   // bytes; 0: the operating system's default
  mailbox_limit mailbox = {};   // none, as in OTP
  std::string label = {};       // what its thread is called; empty: its name, or its class
};

/// Thrown by a constructor: the server does not want to run, and that is no error. start throws it on.
struct init_ignore {};

/// What becomes of an attempt to start: {ok, Pid}, ignore or {error, Reason}.
struct start_result {
  otp::pid pid = {};  // names no actor unless started
  bool ignored = false;
  exit_reason error = {};  // unless started or ignored
};

// ---- for behaviours -------------------------------------------------------------------------------------------------

enum class start_mode : std::uint8_t { unlinked, linked };

/// What an actor runs once it has been initialised; `parent` names no actor unless it was linked.
using actor_loop = std::function<void(const pid& parent)>;
/// Initialises, in the new actor, and returns what runs then. May throw init_ignore, or what the start fails with.
using actor_init = std::function<actor_loop()>;

/// proc_lib:start_link: starts an actor that registers its name, initialises and runs, and waits until it has been
/// initialised. Throws what spawn throws; all other failures are in the result.
start_result start_acknowledged(const start_options& options, const std::string& thread_name, start_mode mode,
                                actor_init init);

/// S is a server and can be made of arguments of these types; if not, the compiler says so in one sentence.
template <class S, class... Args>
constexpr bool can_start() {
  static_assert(hosted<S>, "this class is no server; derive it from otp::gen_server<itself>");
  if constexpr (hosted<S>) {
    constexpr bool own = std::is_same_v<typename host_of<S>::server, S>;
    constexpr bool made = std::is_constructible_v<S, Args...>;
    static_assert(own, "this class is a server of another class; derive it from otp::gen_server<itself>");
    static_assert(!own || made, "this server has no public constructor that takes these arguments");
    return own && made;
  }
  return false;
}
/// The caller gives `Options` first. (`start<S>({.name = "x"}, 1)` needs no such question: braces have no type.)
template <class Options, class... Args>
inline constexpr bool begins_with = false;
template <class Options, class First, class... Rest>
inline constexpr bool begins_with<Options, First, Rest...> = std::is_same_v<std::remove_cvref_t<First>, Options>;

/// Starts an actor that makes a host of these arguments and runs it.
template <class S, class... Args>
start_result start_hosted(const start_options& options, start_mode mode, Args&&... args) {
  if constexpr (can_start<S, std::decay_t<Args>...>()) {
    // Shared, because std::function wants to be copyable; it is called once.
    auto held = std::make_shared<std::tuple<std::decay_t<Args>...>>(std::forward<Args>(args)...);
    return start_acknowledged(
        options, detail::short_type_name(typeid(S)), mode, [held = std::move(held)]() -> actor_loop {
          auto host = std::apply([](auto&... each) { return std::make_shared<host_of<S>>(std::move(each)...); }, *held);
          return [host = std::move(host)](const pid& parent) { run_behaviour(*host, parent); };
        });
  }
}
/// The server, or what the attempt has failed with, thrown.
template <class S>
server_ref<S> started(start_result result) {
  if (result.ignored) throw init_ignore();
  if (!result.pid) throw start_error(std::move(result.error));
  return server_ref<S>(std::move(result.pid));
}

// ---- starting -------------------------------------------------------------------------------------------------------

/// Starts a server of class S with S(args...).
/// Errors: start_error with the reason; init_ignore; what spawn throws.
template <class S, class... Args>
requires(!begins_with<start_options, Args...>) server_ref<S> start(Args&&... args) {
  return started<S>(start_hosted<S>({}, start_mode::unlinked, std::forward<Args>(args)...));
}
template <class S, class... Args>
server_ref<S> start(start_options options, Args&&... args) {
  return started<S>(start_hosted<S>(options, start_mode::unlinked, std::forward<Args>(args)...));
}
/// ... linked to the caller.
template <class S, class... Args>
requires(!begins_with<start_options, Args...>) server_ref<S> start_link(Args&&... args) {
  return started<S>(start_hosted<S>({}, start_mode::linked, std::forward<Args>(args)...));
}
template <class S, class... Args>
server_ref<S> start_link(start_options options, Args&&... args) {
  return started<S>(start_hosted<S>(options, start_mode::linked, std::forward<Args>(args)...));
}
/// The same for those who decide by what became of it: a failure is returned instead of thrown.
template <class S, class... Args>
start_result try_start(const start_options& options, Args&&... args) {
  return start_hosted<S>(options, start_mode::unlinked, std::forward<Args>(args)...);
}
template <class S, class... Args>
start_result try_start_link(const start_options& options, Args&&... args) {
  return start_hosted<S>(options, start_mode::linked, std::forward<Args>(args)...);
}

// ---- stopping -------------------------------------------------------------------------------------------------------

/// Stops a server and waits until it is over; its terminate sees the reason.
/// Errors: exit_exception with reason noproc, timeout, or the other reason the server ended with.
void stop(const pid& server, const exit_reason& reason = normal, duration timeout_after = infinity);
void stop(const actor_name& name, const exit_reason& reason = normal, duration timeout_after = infinity);
template <class S>
void stop(const server_ref<S>& server, const exit_reason& reason = normal, duration timeout_after = infinity) {
  stop(server.pid(), reason, timeout_after);
}

}  // namespace otp
