#include <otp/gen_statem.hpp>

#include <algorithm>
#include <iterator>

#include <otp/timer.hpp>

namespace otp::detail {

namespace {

/// The message of a timer of a state machine.
struct statem_timeout {
  std::uint64_t id;
};

}  // namespace

template <>
struct message_name<statem_timeout> {
  static std::string get() { return "timeout"; }
};

std::optional<exit_reason> statem_host::step(behaviour_loop& loop) {
  if (!std::exchange(begun_, true)) {
    begin();
    return stop_;
  }
  message event = next_event(loop);
  if (event.empty()) return loop.end_reason();
  cancel(event_timeout);
  if (handle(event)) settle(std::move(event));
  return stop_;
}

message statem_host::next_event(behaviour_loop& loop) {
  const auto not_sent = [](const timer& each) { return each.id == 0; };
  for (;;) {
    if (!own_.empty()) {
      message first = std::move(own_.front());
      own_.pop_front();
      return loop.take(std::move(first));
    }
    if (const place zero = std::find_if(timers_.begin(), timers_.end(), not_sent); zero != timers_.end())
      return loop.take(take_event(zero));
    message taken = loop.take();
    if (!taken.is<statem_timeout>()) return taken;
    const auto is_it = [&](const timer& each) { return each.id == taken.as<statem_timeout>().id; };
    if (const place due = std::find_if(timers_.begin(), timers_.end(), is_it); due != timers_.end())
      return loop.take(take_event(due));
  }
}

message statem_host::take_event(place of) {
  message event = std::move(of->event);
  timers_.erase(of);
  return event;
}

void statem_host::send_replies(statem_actions& asked) {
  for (auto& [caller, reply] : asked.replies) {
    trace_reply(caller.owner, reply);
    send(caller, std::move(reply));
  }
}

void statem_host::state_has_changed() {
  cancel(state_timeout);
  if (postponed_.empty()) return;
  own_.insert(own_.begin(), std::move_iterator(postponed_.begin()), std::move_iterator(postponed_.end()));
  postponed_.clear();
}

void statem_host::follow(statem_actions* asked, statem_actions* by_enter) {
  if (!asked && !by_enter) return;  // nearly always
  std::vector<timer_action> timers;
  for (statem_actions* each : {asked, by_enter}) {
    if (!each) continue;
    own_.insert(own_.begin(), std::move_iterator(each->inserted.begin()), std::move_iterator(each->inserted.end()));
    timers.insert(timers.end(), std::move_iterator(each->timers.begin()), std::move_iterator(each->timers.end()));
  }
  for (auto each = timers.begin(); each != timers.end(); ++each) {
    const auto is_same = [&](const timer_action& later) { return later.name == each->name; };
    if (std::none_of(each + 1, timers.end(), is_same)) set(std::move(*each));
  }
}

statem_host::place statem_host::timer_of(const timer_name& name) {
  return std::find_if(timers_.begin(), timers_.end(), [&](const timer& each) { return each.name == name; });
}

void statem_host::set(timer_action&& action) {
  if (action.what == timer_action::kind::update) {
    if (const place known = timer_of(action.name); known != timers_.end()) {
      known->event = std::move(action.content);
      return;
    }
  }
  cancel(action.name);
  if (action.what == timer_action::kind::cancel || action.time == infinity) return;
  timer made{std::move(action.name), 0, {}, std::move(action.content)};
  if (action.time != duration::zero()) {
    made.id = ++last_id_;
    made.running = send_after(action.time, self(), statem_timeout{made.id});
  }
  timers_.push_back(std::move(made));
}

void statem_host::cancel(const timer_name& name) {
  if (timers_.empty()) return;  // nearly always
  const place known = timer_of(name);
  if (known == timers_.end()) return;
  if (known->id != 0) cancel_timer(known->running);  // a message that is there already stands for nothing then
  timers_.erase(known);
}

}  // namespace otp::detail
