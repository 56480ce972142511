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
  const bool wants_all = asked.request.asked == system_request::what::get_status;
  if (!wants_all) suspended_ = asked.request.asked == system_request::what::suspend;
  server_status seen{.now = suspended_ ? server_status::sys_state::suspended : server_status::sys_state::running,
                     .parent = parent_,
                     .last_message = last_ ? last_->name() : "",
                     .message_queue_len = message_queue_len(self()).value_or(0)};
  if (wants_all) {
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
    if (!next.empty()) return next;
  }
  return {};
}

message behaviour_loop::take(message own) {
  checkpoint();  // a server that continues for ever receives nothing, and must meet its exit signal all the same
  return taken(std::move(own));
}

// ---- from the first step to the last --------------------------------------------------------------------------------

void run_behaviour(behaviour& server, const pid& parent) {
  behaviour_loop loop(server, parent);
  for (;;) {
    std::optional<exit_reason> end;
    try {
      end = server.step(loop);
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
