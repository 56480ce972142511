// How a supervisor stops its children: in reverse order each by its spec, or those on request all at once.
#include <algorithm>
#include <map>
#include <utility>

#include <otp/join.hpp>
#include <otp/link.hpp>
#include <otp/monitor.hpp>
#include <otp/process_info.hpp>
#include <otp/supervisor.hpp>
#include <otp/timer.hpp>

namespace otp {

namespace {

/// Is this the end of a child that was told to stop? All others are reported.
//
//                         permanent           transient, temporary
// killed                  if brutal_kill      if brutal_kill
// shutdown                unless brutal_kill  yes
// normal, {shutdown,_}    no                  yes
// anything else           no                  no
bool as_told(const child_spec& spec, const exit_reason& reason) {
  if (reason == (spec.shutdown.brutal() ? killed : shutdown)) return true;
  return spec.restart != permanent && !reason.is_abnormal();
}

/// The reason in the exit_message of a child that is no longer linked, if one has come.
std::optional<exit_reason> take_exit_of(const pid& child) {
  return receive(when([&](const exit_message& e) { return e.from == child; },
                      [](exit_message e) { return std::optional(std::move(e.reason)); }),
                 after(duration::zero(), [] { return std::optional<exit_reason>(); }));
}

}  // namespace

void supervisor::terminate(const exit_reason&) {
  if (nameless())
    stop_in_parallel();
  else
    stop_all_from(0);
}

void supervisor::stop(supervised& child) {
  const pid stopped = std::exchange(child.pid, {});
  child.status = child_info::state::stopped;
  if (!stopped) return;
  child.last_pid = stopped;
  // A monitor instead of the link: its `down` tells the reason even if the child has unlinked itself.
  const ref watch = monitor(stopped);
  const shutdown_policy& policy = child.spec->shutdown;
  std::optional<exit_reason> before;
  {
    const hold_exits until_told;  // killed between these lines, the supervisor would leave a child that is nobody's
    unlink(stopped);
    // It may have ended by itself just now. Then the monitor says noproc, and the exit_message has the reason.
    before = take_exit_of(stopped);
    exit(stopped, policy.brutal() ? kill : shutdown);
  }
  std::optional<exit_reason> ended = await_down(watch, policy.brutal() ? infinity : policy.time());
  if (!ended) {
    exit(stopped, kill);
    ended = await_down(watch);
  }
  if (before) ended = before;
  if (!as_told(*child.spec, *ended)) report_of(child, "child did not end as told", *ended);
  await_return(stopped, child);
}

/// A successor must not meet a thread_local object of this child's, and no caller of terminate_child may. False: its
/// thread has not returned in time.
bool supervisor::await_return(const pid& ended, const supervised& child, bool wait) const {
  const bool returned = wait ? join(ended) : join(ended, duration::zero());
  if (!returned) report_of(child, "going on although the thread has not returned of child", timeout);
  return returned;
}

void supervisor::stop_all_from(std::size_t first) {
  for (std::size_t i = children_.size(); i > first; --i) stop(children_[i - 1]);
  children_.erase(std::remove_if(children_.begin() + static_cast<std::ptrdiff_t>(first), children_.end(),
                                 [](const supervised& c) { return c.spec->restart == temporary; }),
                  children_.end());
}

/// Children on request are told at once, and each has the time of its spec. Those that end alike share a report.
void supervisor::stop_in_parallel() {
  struct ending {
    pid who;
    const child_spec& spec;
    time_point deadline;
  };
  std::map<ref, ending> running;
  for (supervised& child : children_) {
    if (!child.pid) continue;
    const shutdown_policy& policy = child.spec->shutdown;
    const time_point deadline = policy.brutal() ? never : later(otp::now(), policy.time());
    running.emplace(monitor(child.pid), ending{child.pid, *child.spec, deadline});
  }
  for (const auto& [watch, child] : running) {
    const hold_exits until_told;  // as above
    unlink(child.who);
    exit(child.who, child.spec.shutdown.brutal() ? kill : shutdown);
  }
  std::map<std::string, std::pair<exit_reason, std::string>> odd;  // ends, and whose
  while (!running.empty()) {
    time_point soonest = never;
    for (const auto& [watch, child] : running) soonest = std::min(soonest, child.deadline);
    receive(when([&](const down& d) { return running.contains(d.ref); },
                 [&](down d) {
                   const auto ended = running.extract(d.ref);
                   if (d.reason == noproc) d.reason = take_exit_of(d.pid).value_or(noproc);  // as above
                   if (as_told(ended.mapped().spec, d.reason)) return;
                   auto& [reason, whose] = odd[to_string(d.reason)];
                   reason = d.reason;
                   whose += (whose.empty() ? "" : ", ") + to_string(d.pid) + " " + get_label(d.pid);
                 }),
            after(soonest == never ? infinity : std::max(duration::zero(), soonest - otp::now()), [&] {
              for (auto& [watch, child] : running) {
                if (child.deadline > soonest) continue;
                child.deadline = never;
                exit(child.who, kill);
              }
            }));
  }
  bool wait = true;  // in all as long as for one
  for (const supervised& child : children_)
    if (child.pid) wait = await_return(child.pid, child, wait) && wait;
  children_.clear();
  for (const auto& [text, end] : odd) report_of(end.second, "child did not end as told", end.first);
}

}  // namespace otp
