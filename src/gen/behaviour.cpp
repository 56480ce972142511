#include <otp/behaviour.hpp>

#include <exception>
#include <utility>

#include <otp/link.hpp>
#include <otp/process_info.hpp>
#include <otp/report.hpp>

namespace otp {

// ---- the loop's own messages ----------------------------------------------------------------------------------------

message behaviour_loop::taken(message m) noexcept {
  last_ = m.carried_type();
  in_hand_.is(last_);
  return m;
}

void behaviour_loop::end(exit_reason reason) noexcept {
  to_end_ = true;
  end_reason_ = std::move(reason);
}

void behaviour_loop::answer(const detail::call_message<void, system_request>& asked) {
  using what = system_request::what;
  switch (asked.request.asked) {
    case what::suspend: suspended_ = true; break;
    case what::resume: suspended_ = false; break;
    case what::trace: server_.traced_ = true; break;
    case what::no_trace: server_.traced_ = false; break;
    case what::get_status: break;
  }
  server_status seen{.now = suspended_ ? server_status::sys_state::suspended : server_status::sys_state::running,
                     .parent = parent_,
                     .last_message = last_ ? last_->name() : "",
                     .message_queue_len = message_queue_len(self()).value_or(0)};
  if (asked.request.asked == what::get_status) {
    seen.server_class = server_.class_name();
    try {
      seen.state = server_.format_status();
    } catch (...) {
      if (must_unwind()) throw;
      seen.state_failure = reason_of(std::current_exception());
    }
  }
  reply(from<server_status>{asked.caller}, std::move(seen));
}

message behaviour_loop::take(duration wait) {
  const auto parents_end = when([&](const exit_message& e) { return !e.from || e.from == parent_; },  // none: ~system
                                [&](exit_message e) {
                                  in_hand_.is(&message_type_of<exit_message>::value);
                                  end(std::move(e.reason));
                                });
  const auto stop = [&](stop_request r) {
    in_hand_.is(nullptr);
    end(std::move(r.reason));
  };
  const auto system_message = [&](detail::call_message<void, system_request> asked) {
    in_hand_.is(nullptr);
    answer(asked);
  };
  for (message next; !to_end_;) {
    if (suspended_) {
      receive(parents_end, stop, system_message);
      continue;
    }
    receive(
        parents_end, stop, system_message, [&](message m) { next = taken(std::move(m)); },
        after(wait, [&] { next = taken(message(timeout_t())); }));
    if (next.empty()) continue;
    server_.trace_taken(next);
    return next;
  }
  return {};
}

message behaviour_loop::take(message own) {
  checkpoint();  // a server that continues for ever receives nothing, and must meet its exit signal all the same
  server_.trace_taken(own);
  return taken(std::move(own));
}

// ---- a server that is traced ----------------------------------------------------------------------------------------

namespace {

void show(const std::string& text) { publish({.what = report::kind::debug, .text = text}); }

}  // namespace

// Memory that is refused for a text changes nothing about what is traced.

void behaviour::show_taken(const message& m) const noexcept try {
  const detail::own_handler* const request = m.carried_type()->handler;
  const bool is_call = request && request->caller;
  show("got " + m.name() + (is_call ? " from " + to_string(request->caller(m).owner) : ""));
} catch (...) {
}

void behaviour::show_reply(const pid& to, const message& reply) const noexcept try {
  show("sent " + reply.name() + " to " + to_string(to));
} catch (...) {
}

void behaviour::show_state() const try {
  if (const auto state = format_status()) show("new state " + *state);
} catch (...) {
  if (must_unwind()) throw;
  show("new state: format_status has failed: " + to_string(reason_of(std::current_exception())));
}

// ---- from the first step to the last --------------------------------------------------------------------------------

void run_behaviour(behaviour& server, const pid& parent) {
  behaviour_loop loop(server, parent);
  for (;;) {
    std::optional<exit_reason> end;
    try {
      end = server.step(loop);
      if (server.traced_ && !end) [[unlikely]]
        server.show_state();
    } catch (...) {
      if (must_unwind()) throw;  // an exit signal: no terminate, as in OTP
      server.terminate(reason_of(std::current_exception()));
      throw;
    }
    if (!end) continue;
    server.terminate(*end);
    if (*end != normal) exit(*end);
    return;
  }
}

void drop_unexpected(message&& m, const std::string& server_class) {
  publish({.what = report::kind::warning,
           .text = server_class + " has no handler for " + m.name() + "; dropped (is it in `messages`?)"});
  const detail::own_handler* const request = m.carried_type()->handler;
  if (!request || !request->caller) return;
  const alias& caller = request->caller(m);
  send(caller, call_refused{caller.id});
}

}  // namespace otp
