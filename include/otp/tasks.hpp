// tasks.hpp - the end of a task before its time, and several tasks at once.
//
// Mirrors        Elixir: Task.shutdown/2, Task.ignore/1, Task.await_many/2, Task.yield_many/2
// Differs        Outcomes are values: nothing has to be matched. await_many gives copies of the values.
// Thread safety  The actor that made the tasks, and no other.
// Invariants     1. When task_shutdown returns, the task is dead, and nothing of it is in the mailbox or will come.
//                2. A value that came before the end counts, also while the task is being stopped.
//                3. Of several tasks the first that fails, in time, is the one whose reason await_many throws.
// Chapter        16
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <otp/child_spec.hpp>
#include <otp/link.hpp>
#include <otp/task.hpp>
#include <otp/timer.hpp>

namespace otp {

/// Stops a task: told by `shutdown`, and by `kill` when it has not ended in this time; or at once, with brutal_kill.
/// Returns: its value, if that came in time; else why it has ended: `shutdown` or `killed` when this has stopped it.
/// Errors: error{badarg} by another than the owner.
template <class T>
task_outcome<T> task_shutdown(const task<T>& t, const shutdown_policy& how = std::chrono::seconds(5)) {
  if (task_outcome<T> known = t.outcome(duration::zero()); known.failure) return known;
  const ref end = monitor(t.pid());
  {
    const hold_exits until_told;
    unlink(t.pid());  // its end is none of the caller's any more
    receive(when([&](const exit_message& e) { return e.from == t.pid(); }, [](exit_message) {}),
            after(duration::zero(), [] {}));
    exit(t.pid(), how.brutal() ? kill : shutdown);
  }
  if (!await_down(end, how.brutal() ? infinity : how.time())) {
    exit(t.pid(), kill);
    await_down(end);
  }
  return t.outcome(infinity);  // its value was sent before its end; the task's own `down` may still be on its way
}

/// The task goes on, unlinked, and nothing of it will come. Returns what had become of it; from here on its failure is
/// `ignored`. Errors: error{badarg} by another than the owner.
template <class T>
task_outcome<T> ignore_task(const task<T>& t) {
  task_outcome<T> known = t.outcome(duration::zero());
  if (known.over()) return known;
  task_state<T>& state = t.inside();
  unlink(t.pid());
  unalias({state.owner, state.id});
  state.forget_end();
  known = t.outcome(duration::zero());  // the last moment in which it could come
  if (!known.over()) state.failure = exit_reason("ignored");
  return known;
}

/// Waits until one of these is over that was not. Returns: its place among them; nothing when the time is up, or when
/// all were over already.
template <class T>
std::optional<std::size_t> await_any(std::span<const task<T>> all, duration at_most) {
  std::optional<receive_mark> older;
  for (const task<T>& each : all) {
    const task_state<T>& state = each.inside();
    state.must_be_mine();
    if (state.over()) continue;
    if (!older || state.older.position() < older->position()) older = state.older;
  }
  if (!older) return std::nullopt;
  const auto place_of = [&](auto is_it) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const task_state<T>& state = all[i].inside();
      if (!state.over() && is_it(state)) return i;
    }
    return std::nullopt;
  };
  const auto of_reply = [&](const task_reply<T>& r) {
    return place_of([&](const task_state<T>& s) { return s.id == r.id; });
  };
  const auto of_down = [&](const down& d) {
    return place_of([&](const task_state<T>& s) { return s.monitor == d.ref; });
  };
  return receive(*older,
                 when([&](const task_reply<T>& r) { return of_reply(r).has_value(); },
                      [&](task_reply<T> r) {
                        const auto place = of_reply(r);
                        all[*place].inside().succeeds(std::move(r.value));
                        return place;
                      }),
                 when([&](const down& d) { return of_down(d).has_value(); },
                      [&](down d) {
                        const auto place = of_down(d);
                        all[*place].inside().failure = d.reason;
                        return place;
                      }),
                 after(at_most, [] { return std::optional<std::size_t>(); }));
}

/// The values of all, in their order, within one time for all of them.
/// Errors: exit_exception {Reason,{task,await_many,[Pid]}} of the first that fails, with reason timeout when the time
/// is up; tasks that run go on.
template <class T>
std::vector<T> await_many(const std::vector<task<T>>& all, duration at_most = std::chrono::seconds(5)) {
  const auto fail = [](const task<T>& which, const exit_reason& why) {
    throw exit_exception(exit_reason::in_call(why, "{task,await_many,[" + to_string(which.pid()) + "]}"));
  };
  const auto failed = [](const task<T>& each) { return each.inside().failure.has_value(); };
  const auto runs = [](const task<T>& each) {
    return !each.inside().over();
  };  // what has come, await_any takes in order
  const time_point deadline = later(now(), at_most);
  for (auto found = all.end(); (found = std::find_if(all.begin(), all.end(), runs)) != all.end();) {
    if (const auto bad = std::find_if(all.begin(), all.end(), failed); bad != all.end())
      fail(*bad, *bad->inside().failure);
    const auto over = await_any(std::span(all), deadline == never ? infinity : deadline - now());
    if (!over) fail(*found, timeout);
  }
  std::vector<T> values;
  for (const task<T>& each : all) {
    const task_outcome<T> got = each.outcome(duration::zero());
    if (got.failure) fail(each, *got.failure);
    values.push_back(*got.value);
  }
  return values;
}

struct yield_options {
  duration at_most = std::chrono::seconds(5);  // for all of them
  std::size_t limit = ~std::size_t{0};         // so many that are over are enough
  /// What becomes of those that still run then.
  enum class late : std::uint8_t { go_on, are_killed, are_ignored } the_rest = late::go_on;
};
/// What has become of each, in their order, when the time is up or enough are over. Nothing is thrown.
template <class T>
std::vector<task_outcome<T>> yield_many(const std::vector<task<T>>& all, const yield_options& how = {}) {
  const time_point deadline = later(now(), how.at_most);
  const auto is_over = [](const task<T>& each) { return each.outcome(duration::zero()).over(); };
  while (static_cast<std::size_t>(std::count_if(all.begin(), all.end(), is_over)) < std::min(how.limit, all.size()))
    if (!await_any(std::span(all), deadline == never ? infinity : deadline - now())) break;
  std::vector<task_outcome<T>> got;
  for (const task<T>& each : all) {
    if (is_over(each) || how.the_rest == yield_options::late::go_on)
      got.push_back(each.outcome(duration::zero()));
    else
      got.push_back(how.the_rest == yield_options::late::are_killed ? task_shutdown(each, brutal_kill)
                                                                    : ignore_task(each));
  }
  return got;
}

}  // namespace otp
