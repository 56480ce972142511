#include <otp/timer.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "process/delivery.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

/// What happens when the alarm rings, on the clock's thread and with no mutex held.
using firing = std::function<void(const pid& target, const ref& timer)>;

std::string milliseconds(duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

/// What a timer sends, to its target.
void deliver(const pid& target, const ref& timer, message&& due) {
  process& receiver = process::of(target);
  std::optional<shown_message> shown;
  if (receiver.home->traced()) shown.emplace(timer, due);
  delivery signal(receiver);
  signal.message(std::move(due), shown ? &*shown : nullptr);
}

ref set(process& me, const char* what, duration time, duration period, const timer_target& to, const firing& fire) {
  me.checkpoint();
  if (time < duration::zero()) throw error(errc::badarg, std::string(what) + ": a negative time");
  runtime& home = *me.home;
  const time_point deadline = home.scheduler.deadline_after(time);

  if (!to.name().empty()) {
    // A name is looked up when the timer fires; that no actor holds it then is no error.
    return home.timer_ref(home.alarms.call_at(
        deadline,
        [&home, name = to.name(), fire](std::uint64_t alarm) {
          if (const pid holder = home.whereis(name)) fire(holder, home.timer_ref(alarm));
        },
        period, 0, &me.abandoned));
  }

  process& target = process::of(to.actor());
  if (target.home != me.home)
    throw error(errc::badarg, std::string(what) + ": " + to_string(to.actor()) + " is an actor of another system");
  // Made before the mutex is taken: to copy what is sent is the user's code.
  alarm_clock::action ring = [&home, who = to.actor(), fire](std::uint64_t alarm) { fire(who, home.timer_ref(alarm)); };
  // Held while the alarm is set: the target is not over before, so its end will cancel the alarm.
  lock_guard lock(target.box.mutex());
  if (target.state == process::status::over || !may_act(&me)) return home.timer_ref(0);
  const std::uint64_t alarm = home.alarms.call_at(deadline, std::move(ring), period, target.serial());
  target.has_timers = true;
  return home.timer_ref(alarm);
}

/// \param says  what is sent, for the trace
ref start(const char* what, duration time, duration period, const timer_target& to, const std::string& says,
          const firing& fire) {
  process& me = process::require(what);
  const ref timer = set(me, what, time, period, to, fire);
  me.home->trace(trace_event::kind::set_timer, &me, to.actor(), [&](trace_event& e) {
    e.text = says + (period > duration::zero() ? " every " : " in ") + milliseconds(time);
    if (!to.name().empty()) e.text += " to " + to.name().text();
    e.id = timer;
  });
  return timer;
}

std::optional<duration> time_left(process& me, const std::optional<time_point>& deadline) {
  if (!deadline) return std::nullopt;
  return std::max(duration::zero(), duration(*deadline - me.home->scheduler.now()));
}

}  // namespace

ref start_timer_message(duration time, const timer_target& to, message m, bool with_ref) {
  const std::string says = traced() ? m.name() : "";
  const auto held = std::make_shared<message>(std::move(m));  // std::function wants to be copyable; it fires once
  return start("send_after", time, duration::zero(), to, says, [held, with_ref](const pid& target, const ref& timer) {
    deliver(target, timer, with_ref ? message(timer_timeout{timer, std::move(*held)}) : std::move(*held));
  });
}

ref start_interval(duration period, const timer_target& to, message_maker make) {
  if (period <= duration::zero()) throw error(errc::badarg, "send_interval: a period that is not above zero");
  return start("send_interval", period, period, to, "interval",
               [make = std::move(make)](const pid& target, const ref& timer) {
                 deliver(target, timer, make());  // a copy of the user's value, so the user's code: under no mutex
               });
}

ref exit_after(duration time, const pid& to, const exit_reason& reason) {
  const pid from = self();
  const std::string says = traced() ? "exit signal, " + to_string(reason) : "";
  return start("exit_after", time, duration::zero(), to, says, [from, reason](const pid& target, const ref&) {
    delivery signal(process::of(target));
    signal.exit_signal(from, reason, delivery::by::timer);
  });
}

time_point now() { return process::require("now").home->scheduler.look_at_clock(); }

std::optional<duration> cancel_timer(const ref& timer) {
  process& me = process::require("cancel_timer");
  me.checkpoint();
  const std::uint64_t alarm = me.home->alarm_of(timer);
  const std::optional<time_point> deadline = me.home->alarms.cancel(alarm, &me.abandoned);
  // Its message may be on its way at this moment: the clock forgets the deadline first, and sends then. The caller is
  // going to look for it in the mailbox, or to rely on an interval's being over.
  me.home->alarms.await_ring(alarm);
  me.home->trace(trace_event::kind::cancel_timer, &me, {}, [&](trace_event& e) { e.id = timer; });
  return time_left(me, deadline);
}

std::optional<duration> read_timer(const ref& timer) {
  process& me = process::require("read_timer");
  me.checkpoint();
  return time_left(me, me.home->alarms.deadline_of(me.home->alarm_of(timer)));
}

}  // namespace otp
