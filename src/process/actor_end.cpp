// The end of an actor, step by step, by the thread that has set it: its own, or that which abandons it.
#include <chrono>
#include <optional>
#include <utility>

#include "machine/platform.hpp"
#include "process/process_link.hpp"
#include "process/process_monitor.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

/// What an actor leaves behind, taken out of its record in the moment in which it is over.
struct detached_state {
  exit_reason reason;
  std::map<pid, std::shared_ptr<process_link>> links;
  std::map<ref, std::shared_ptr<process_monitor>> made;
  std::map<ref, std::shared_ptr<process_monitor>> watchers;
  std::uint64_t kill_alarm = 0;
  bool has_timers = false;
};

/// The thread has unwound: this is the reason, and no message is taken any more. Nothing, when it was over already.
void begin_end(process& gone, const exit_reason& reason) {
  lock_guard lock(gone.box.mutex());
  if (gone.state == process::status::over) return;
  // An exit signal decides the reason even if the thread came to another end before it noticed: others, who asked
  // meanwhile, have been told that it was dead.
  if (gone.state == process::status::alive) gone.doom = reason;
  gone.state = process::status::ending;
}

/// From here on no actor links, monitors, names or sends to it any more. Nothing when that was so already.
std::optional<detached_state> detach_state(process& gone, bool abandoned) {
  lock_guard lock(gone.box.mutex());
  if (gone.state == process::status::over) return std::nullopt;
  detached_state state;
  state.reason = abandoned ? killed : gone.doom;
  gone.state = process::status::over;
  gone.home->begin_notifying();
  // relaxed, both: the flags are read under the mutex of the actor that is signalled, which the speaker for this actor
  // takes after this one; and an abandoned thread may meet its end as late as it likes.
  gone.abandoned.store(abandoned, std::memory_order_relaxed);
  gone.pending_flags.fetch_or(process::exit_pending, std::memory_order_relaxed);
  gone.aliases.clear();
  gone.doomed_by = {};
  state.links.swap(gone.links);
  state.made.swap(gone.monitors);
  state.watchers.swap(gone.watchers);
  state.kill_alarm = gone.kill_alarm;
  state.has_timers = gone.has_timers;
  gone.thread = nullptr;  // the reaper may join it as soon as it returns
  return state;
}

}  // namespace

void runtime::end(process& gone, const exit_reason& reason, end_kind how) noexcept {
  const bool abandoned = how == end_kind::abandoned;
  const pid me(&gone);
  scheduler.step();
  // Reported first, so that a reader of the log meets the crash before the restart.
  if (how == end_kind::failed && reason.is_abnormal()) report_crash(gone, reason);
  if (!abandoned) {
    // 1. The unread messages go, with what they own: a successor will not meet them. Their destructors are the user's,
    //    so this may take its time; until it is done the actor can still be abandoned.
    begin_end(gone, reason);
    gone.admit_blocked_senders();
    gone.box.destroy();
  }
  // 2. The name is free before the actor is over: a monitor made from then on says noproc at once, and an actor that
  //    reacts to the end by registering a successor succeeds.
  const std::string name = release_name(gone);
  if (!name.empty()) scheduler.step();
  std::optional<detached_state> state = detach_state(gone, abandoned);
  if (!state) return;
  if (abandoned) {
    gone.admit_blocked_senders();
    report({.what = report::kind::abandoned, .actor = me, .name = name.empty() ? gone.current_label() : name});
  }
  if (abandoned) await_last_acts(gone);
  scheduler.step();  // with a seed, others may see it between any two of these acts
  if (state->kill_alarm != 0) alarms.cancel(state->kill_alarm);
  if (state->has_timers) alarms.cancel_all_of(gone.serial());
  // 3. Links and monitors hear, by the thread that has sent all the actor's messages: so they come after those.
  for (const auto& [id, monitor] : state->made) monitor->forget();
  for (const auto& [peer, link] : state->links) {
    link->propagate(me, state->reason);
    scheduler.step();
  }
  for (const auto& [id, monitor] : state->watchers) {
    monitor->fire(state->reason);
    scheduler.step();
  }
  trace(trace_event::kind::exit, &gone, {}, [&](trace_event& e) { e.text = to_string(state->reason); });
  // 4. The thread takes no step any more. What it still does, and who joins it: reaper.hpp.
  threads.left(gone);
  remove_process(gone);
}

void runtime::report_crash(process& failed, const exit_reason& reason) noexcept try {
  const detail::message_type* last = failed.last_message;
  otp::report crash{.what = report::kind::crash,
                    .actor = pid(&failed),
                    .name = failed.shown_name(),
                    .reason = reason,
                    .last_message = last ? last->name() : "",
                    .ancestors = failed.ancestors};
  if (!scheduler.seeded()) {
    crash.time = std::chrono::system_clock::now();
    crash.thread = platform::thread_id();
  }
  report(crash);
} catch (const std::bad_alloc&) {  // then it is not said
}

void runtime::expect_end_of(process& killed_one) noexcept {
  if (killed_one.kill_alarm != 0) return;
  try {
    killed_one.kill_alarm = alarms.call_at(
        scheduler.deadline_after(settings.kill_grace),
        [this, who = pid(&killed_one)](std::uint64_t) { end(process::of(who), killed, end_kind::abandoned); });
  } catch (const std::bad_alloc&) {  // the kill stands; only who does not heed it is not abandoned
  }
}

}  // namespace otp
