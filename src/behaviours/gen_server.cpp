#include <otp/gen_server.hpp>

#include <exception>
#include <new>
#include <utility>

#include <otp/detail/waiting.hpp>
#include <otp/link.hpp>
#include <otp/monitor.hpp>
#include <otp/report.hpp>
#include <otp/sys.hpp>

namespace otp {

namespace {

/// The new server's word to its starter. A failure needs none: the starter monitors, and gets the reason itself.
struct init_ack {
  enum class word { started, ignored, refused };
  ref id;
  word said;
  exit_reason reason;
};

/// OTP's {'$gen', ...} system message behind gen_server:stop.
struct stop_request {
  exit_reason reason;
};

/// The life of an actor that was started in this way.
void actor_main(const alias& starter, const pid& parent, const std::string& name, const actor_init& init) {
  const auto tell = [&](init_ack::word word, const exit_reason& reason = normal) {
    send(starter, init_ack{starter.id, word, reason});
  };
  if (!name.empty()) {
    try {
      register_name(name, self());
    } catch (const error&) {
      return tell(init_ack::word::refused, exit_reason::already_started(whereis_name(name)));
    }
  }
  actor_loop run;
  try {
    run = init();
  } catch (const init_ignore&) {
    return tell(init_ack::word::ignored);
  }
  tell(init_ack::word::started);
  run(parent);
}

/// Waits for the end of an actor that is certain to end. Whoever starts or stops somebody returns only after that, so
/// names are free and threads have unwound.
exit_reason await_end(receive_mark older, const ref& monitor) {
  return receive(older, when([&](const down& d) { return d.ref == monitor; }, [](down d) { return d.reason; }));
}

}  // namespace

// ---- starting -------------------------------------------------------------------------------------------------------

start_result start_acknowledged(const start_options& options, const std::string& thread_name, bool linked,
                                actor_init init) {
  if (options.timeout < duration::zero()) throw error(errc::badarg, "start: a negative timeout");
  if (!options.name.empty())
    if (pid holder = whereis_name(options.name)) return {.error = exit_reason::already_started(std::move(holder))};

  const receive_mark older = mark_mailbox();
  const alias starter = make_alias(true);
  const pid parent = linked ? self() : pid();
  const spawned child = spawn_opt(
      {.name = options.name.empty() ? thread_name : options.name,
       .stack_size = options.stack_size,
       .mailbox = options.mailbox,
       .link = linked,
       .monitor = true,
       .until_down = starter.id},
      [starter, parent, name = options.name, init = std::move(init)] { actor_main(starter, parent, name, init); });

  start_result result;
  // Nothing of a failed start may be left in the mailbox: the caller learns of it from the result alone. (One that does
  // not trap exits has met the link's signal at the receive before.)
  const auto forget_exit = [&] {
    receive(older, when([&](const exit_message& e) { return e.from == child.pid; }, [](exit_message) {}),
            after(duration::zero(), [] {}));
  };
  try {
    const waits_for note("the end of init", nullptr, child.pid);
    receive(older,
            when([&](const init_ack& a) { return a.id == starter.id; },
                 [&](init_ack a) {
                   if (a.said == init_ack::word::started) {
                     demonitor(child.ref, flush);
                     result.pid = child.pid;
                     return;
                   }
                   await_end(older, child.ref);
                   forget_exit();
                   result.ignored = a.said == init_ack::word::ignored;
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
              await_end(older, child.ref);
              forget_exit();
              receive(older, when([&](const init_ack& a) { return a.id == starter.id; }, [](init_ack) {}),
                      after(duration::zero(), [] {}));
              result.error = timeout;
            }));
  } catch (const std::bad_alloc&) {  // nobody would know of it
    if (linked) unlink(child.pid);
    exit(child.pid, kill);
    demonitor(child.ref);
    unalias(starter);
    throw;
  }
  unalias(starter);
  return result;
}

start_result start_server(const start_options& options, const std::string& thread_name, bool linked,
                          server_maker make) {
  return start_acknowledged(options, thread_name, linked, [make = std::move(make)]() -> actor_loop {
    // Shared only because std::function wants to be copyable.
    const std::shared_ptr<server_callbacks> server = make();
    return [server](const pid& parent) { run_server_loop(*server, parent); };
  });
}

// ---- the loop -------------------------------------------------------------------------------------------------------

namespace {

outcome stopping(const exit_reason& reason) { return {.then = and_stop(reason), .reply_to = {}, .reply = {}}; }

using system_message = call_message<void, system_request>;
void answer(const system_message& m) { reply(from<void>{m.caller}); }

/// Until it is resumed the server hears of system messages alone. Returns what to do if it is to end instead.
std::optional<outcome> stay_suspended(const pid& parent) {
  for (std::optional<outcome> end;;) {
    const bool resumed = receive(
        when([&](const exit_message& e) { return !e.from || e.from == parent; },
             [&](exit_message e) {
               end = stopping(e.reason);
               return false;
             }),
        [&](stop_request r) {
          end = stopping(r.reason);
          return false;
        },
        [](system_message m) {
          answer(m);
          return m.request.asked == system_request::what::resume;
        });
    if (resumed || end) return end;
  }
}

/// Does what the last callback said is next, and returns what that leads to.
outcome take_step(server_callbacks& server, const pid& parent, next&& then, message_in_hand& last) {
  const auto handle = [&](message m) {
    last.is(m.carried_type());
    return server.handle(std::move(m));
  };
  if (then.continues()) {
    checkpoint();  // a server that continues for ever receives nothing, and must meet its exit signal all the same
    return handle(then.take_continuation());
  }
  return receive(
      when([&](const exit_message& e) { return !e.from || e.from == parent; },  // nobody: the system ends
           [&](exit_message e) {
             last.is(&message_type_of<exit_message>::value);
             return stopping(e.reason);
           }),
      [&](stop_request r) {
        last.is(nullptr);
        return stopping(r.reason);
      },
      [&](system_message m) {
        last.is(nullptr);
        answer(m);
        std::optional<outcome> end;
        if (m.request.asked == system_request::what::suspend) end = stay_suspended(parent);
        return end ? std::move(*end) : outcome{.then = std::move(then), .reply_to = {}, .reply = {}};
      },
      handle, after(then.wait(), [&] { return handle(message(timeout_t())); }));
}

}  // namespace

void run_server_loop(server_callbacks& server, const pid& parent) {
  message_in_hand last;
  next then = server.first_step();
  for (;;) {
    outcome now;
    try {
      now = take_step(server, parent, std::move(then), last);
    } catch (...) {
      if (must_unwind()) throw;  // an exit signal: no terminate, as in OTP
      const std::exception_ptr failure = std::current_exception();
      server.terminate(reason_of(failure));
      throw;
    }
    if (now.then.stops()) {
      const exit_reason reason = now.then.reason();
      server.terminate(reason);
      if (!now.reply.empty()) send(now.reply_to, std::move(now.reply));
      if (reason != normal) exit(reason);
      return;
    }
    if (!now.reply.empty()) send(now.reply_to, std::move(now.reply));
    then = std::move(now.then);
  }
}

void warn_of_unexpected(message&& m, const std::string& server_class) {
  publish({.what = report::kind::warning,
           .text = server_class + " has no handler for " + m.name() + "; dropped (is it in `messages`?)"});
  if (const own_handler* own = m.carried_type()->handler) {
    outcome refused;
    own->handle(nullptr, std::move(m), &refused);
    if (refused.reply_to.owner) send(refused.reply_to, call_refused{refused.reply_to.id});
  }
}

// ---- the client's side ----------------------------------------------------------------------------------------------

void fail_call(const exit_reason& why, const std::string& server, const std::type_info& request_type) {
  throw exit_exception(exit_reason::in_call(why, "{gen_server,call,[" + server + "," + type_name(request_type) + "]}"));
}

void suspend(const pid& server, duration timeout_after) {
  call(server, system_request{system_request::what::suspend}, timeout_after);
}
void resume(const pid& server, duration timeout_after) {
  call(server, system_request{system_request::what::resume}, timeout_after);
}

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
  const waits_for note("its end", nullptr, server);
  const exit_reason ended =
      receive(older, when([&](const down& d) { return d.ref == watch; }, [](down d) { return d.reason; }),
              after(timeout_after, [&] {
                demonitor(watch, flush);
                return timeout;
              }));
  if (ended != reason) throw exit_exception(ended);
}
void stop(std::string_view name, const exit_reason& reason, duration timeout_after) {
  stop(whereis_name(name), reason, timeout_after);
}

}  // namespace otp
