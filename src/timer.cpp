#include <otp/timer.hpp>

#include <algorithm>
#include <memory>

#include <otp/runtime.hpp>

namespace otp {

namespace {

/// What happens when the alarm rings: `deliver` gets the target under its mutex.
using firing = std::function<void(delivery&, const ref& timer)>;

ref start(const char* what, duration time, duration period, const timer_target& to, const firing& fire) {
  process& me = process::require(what);
  me.checkpoint();
  if (time < duration::zero()) throw error(errc::badarg, std::string(what) + ": a negative time");
  runtime& home = *me.home;
  const time_point deadline = home.clock.deadline_after(time);

  if (!to.name().empty()) {
    // A name is looked up when the timer fires; nobody holding it then is no error.
    return home.timer_ref(home.clock.call_at(
        deadline,
        [&home, name = to.name(), fire](std::uint64_t alarm) {
          const pid holder = home.whereis(name);
          if (!holder) return;
          delivery signal(process::of(holder));
          if (!signal.over()) fire(signal, home.timer_ref(alarm));
        },
        period));
  }

  process& target = process::of(to.actor());
  // Held while the alarm is set: the target is not over before, so its end will cancel the alarm.
  std::lock_guard lock(target.box.mutex());
  if (target.state == process::status::over) return home.timer_ref(0);
  const std::uint64_t alarm = home.clock.call_at(
      deadline,
      [&home, who = to.actor(), fire](std::uint64_t its_number) {
        delivery signal(process::of(who));
        if (!signal.over()) fire(signal, home.timer_ref(its_number));
      },
      period, target.serial());
  target.has_timers = true;
  return home.timer_ref(alarm);
}

std::optional<duration> time_left(process& me, const std::optional<time_point>& deadline) {
  if (!deadline) return std::nullopt;
  return std::max(duration::zero(), duration(*deadline - me.home->clock.now()));
}

}  // namespace

ref start_timer_message(duration time, const timer_target& to, message m, bool with_ref) {
  const auto held = std::make_shared<message>(std::move(m));  // std::function wants to be copyable; it fires once
  return start("send_after", time, duration::zero(), to, [held, with_ref](delivery& signal, const ref& timer) {
    signal.message(with_ref ? message(timer_timeout{timer, std::move(*held)}) : std::move(*held));
  });
}

ref start_interval(duration period, const timer_target& to, message_maker make) {
  if (period <= duration::zero()) throw error(errc::badarg, "send_interval: a period that is not above zero");
  return start("send_interval", period, period, to,
               [make = std::move(make)](delivery& signal, const ref&) { signal.message(make()); });
}

ref exit_after(duration time, const pid& to, const exit_reason& reason) {
  const pid from = self();
  return start("exit_after", time, duration::zero(), to,
               [from, reason](delivery& signal, const ref&) { signal.exit_signal(from, reason, false); });
}

time_point now() { return process::require("now").home->clock.now(); }

std::optional<duration> cancel_timer(const ref& timer) {
  process& me = process::require("cancel_timer");
  me.checkpoint();
  return time_left(me, me.home->clock.cancel(me.home->alarm_of(timer)));
}

std::optional<duration> read_timer(const ref& timer) {
  process& me = process::require("read_timer");
  me.checkpoint();
  return time_left(me, me.home->clock.deadline_of(me.home->alarm_of(timer)));
}

}  // namespace otp
