#include <otp/gen.hpp>

#include <exception>
#include <new>
#include <optional>
#include <utility>

#include <otp/detail/waiting.hpp>
#include <otp/join.hpp>
#include <otp/link.hpp>
#include <otp/monitor.hpp>
#include <otp/registry.hpp>
#include <otp/report.hpp>
#include <otp/sys.hpp>

namespace otp {

namespace {

/// What the new server tells its starter. A failure needs none: the starter monitors, and gets the reason itself.
struct init_ack {
  enum class status { started, ignored, refused };
  ref id;
  status how;
  exit_reason reason;
};

/// Returns: nothing when the caller has the name, or there is none; else the actor that has it.
std::optional<pid> register_self(const actor_name& name) {
  if (name.via()) return name.via()->register_self();
  if (name.empty()) return std::nullopt;
  try {
    register_name(name.text(), self());
    return std::nullopt;
  } catch (const error&) {
    return whereis_name(name);
  }
}

/// Runs in the new actor: registers the name, initialises, acknowledges, then runs the loop.
void initialise(const alias& starter, const pid& parent, const actor_name& name, const actor_init& init) {
  const auto tell = [&](init_ack::status status, const exit_reason& reason = normal) {
    send(starter, init_ack{starter.id, status, reason});
  };
  if (auto holder = register_self(name))
    return tell(init_ack::status::refused, exit_reason::already_started(*std::move(holder)));
  actor_loop run;
  try {
    run = init();
  } catch (const init_ignore&) {
    return tell(init_ack::status::ignored);
  }
  tell(init_ack::status::started);
  run(parent);
}

}  // namespace

// ---- starting -------------------------------------------------------------------------------------------------------

start_result start_acknowledged(const start_options& options, const std::string& thread_name, start_mode mode,
                                actor_init init) {
  if (options.timeout < duration::zero()) throw error(errc::badarg, "start: a negative timeout");
  if (!options.name.empty())
    if (pid holder = whereis_name(options.name)) return {.error = exit_reason::already_started(std::move(holder))};

  const bool linked = mode == start_mode::linked;
  const receive_mark older = mark_mailbox();
  const alias starter = make_alias(alias_use::once);
  const pid parent = linked ? self() : pid();
  const spawned child = spawn_opt(
      {.name = !options.label.empty() ? options.label
               : options.name.empty() ? thread_name
                                      : options.name.text(),
       .stack_size = options.stack_size,
       .mailbox = options.mailbox,
       .link = linked,
       .monitor = true,
       .until_down = starter.id},
      [starter, parent, name = options.name, init = std::move(init)] { initialise(starter, parent, name, init); });

  start_result result;
  // Nothing of a failed start may be left in the mailbox: the caller learns of it from the result alone. (One that does
  // not trap exits has met the link's signal at the receive before.)
  const auto forget_exit = [&] {
    receive(older, when([&](const exit_message& e) { return e.from == child.pid; }, [](exit_message) {}),
            after(duration::zero(), [] {}));
  };
  try {
    const detail::waits_for note("the end of init", nullptr, child.pid);
    receive(older,
            when([&](const init_ack& a) { return a.id == starter.id; },
                 [&](init_ack a) {
                   if (a.how == init_ack::status::started) {
                     demonitor(child.ref, flush);
                     result.pid = child.pid;
                     return;
                   }
                   await_down(older, child.ref);  // a start returns only after that: its name is free
                   forget_exit();
                   result.ignored = a.how == init_ack::status::ignored;
                   result.error = a.reason;
                 }),
            when([&](const down& d) { return d.ref == child.ref; },
                 [&](down d) {
                   forget_exit();
                   result.error = d.reason;
                 }),
            after(options.timeout, [&] {
              if (linked) unlink(child.pid);
              exit(child.pid, kill);
              await_down(older, child.ref);
              forget_exit();
              receive(older, when([&](const init_ack& a) { return a.id == starter.id; }, [](init_ack) {}),
                      after(duration::zero(), [] {}));
              result.error = timeout;
            }));
  } catch (const std::bad_alloc&) {  // no actor would know of it
    if (linked) unlink(child.pid);
    exit(child.pid, kill);
    demonitor(child.ref);
    unalias(starter);
    throw;
  }
  unalias(starter);
  // A second try must not meet a thread_local object of the one that has failed.
  if (!result.pid && !join(child.pid))
    publish({.what = report::kind::warning,
             .text = "start: the thread of " + to_string(child.pid) + " " + thread_name + " has not returned"});
  return result;
}

// ---- stopping -------------------------------------------------------------------------------------------------------

void stop(const pid& server, const exit_reason& reason, duration timeout_after) {
  if (!server) throw exit_exception(noproc);
  if (server == self()) throw exit_exception(calling_self);
  if (timeout_after < duration::zero()) throw error(errc::badarg, "stop: a negative timeout");
  const receive_mark older = mark_mailbox();
  const ref watch = monitor(server);
  try {
    send(server, stop_request{reason});
  } catch (const std::exception&) {  // no memory, or a full mailbox
    demonitor(watch, flush);
    throw;
  }
  const detail::waits_for note("its end", nullptr, server);
  const std::optional<exit_reason> ended = await_down(older, watch, timeout_after);
  if (!ended) demonitor(watch, flush);
  if (ended != reason) throw exit_exception(ended.value_or(timeout));
}
void stop(const actor_name& name, const exit_reason& reason, duration timeout_after) {
  stop(whereis_name(name), reason, timeout_after);
}

}  // namespace otp
