#include <otp/supervisor.hpp>

#include <algorithm>
#include <map>
#include <utility>

#include <otp/join.hpp>
#include <otp/link.hpp>
#include <otp/monitor.hpp>
#include <otp/process_info.hpp>
#include <otp/report.hpp>
#include <otp/timer.hpp>
#include <otp/trace.hpp>

namespace otp {

// ---- the policy -----------------------------------------------------------------------------------------------------

namespace {

/// Is a child restarted that ended by itself with this reason?
//
//              normal    shutdown, {shutdown,_}    anything else
// permanent    yes       yes                       yes
// transient    no        no                        yes
// temporary    no        no                        no
bool restarts(restart kind, const exit_reason& reason) {
  switch (kind) {
    case permanent: return true;
    case transient: return reason.is_abnormal();
    case temporary: return false;
  }
  return false;
}

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

// ---- starting -------------------------------------------------------------------------------------------------------

supervisor::supervisor(supervisor_flags flags, std::vector<child_spec> children) : flags_(std::move(flags)) {
  if (std::string wrong = what_is_wrong_with(flags_, children); !wrong.empty())
    exit(exit_reason::bad_specification(std::move(wrong)));
  trap_exit(true);
  if (simple()) {
    simple_spec_ = std::make_shared<const child_spec>(std::move(children.front()));
    return;
  }
  for (child_spec& spec : children)
    children_.push_back({.key = ++last_key_, .spec = std::make_shared<const child_spec>(std::move(spec)), .extra = {}});
  const auto [failed, reason] = start_all(children_.begin(), children_.end());
  if (failed == children_.end()) {
    // Temporary children that said ignore have no place to keep.
    std::erase_if(children_, [](const supervised& c) { return !c.pid && c.spec->restart == temporary; });
    return;
  }
  const std::string id = failed->spec->id;
  stop_all_from(0);
  exit(exit_reason::shutdown_because(exit_reason::failed_to_start_child(id, reason)));
}

start_result supervisor::start(supervised& child) {
  start_result result;
  try {
    result = child.spec->start(child.extra);
  } catch (const start_error& e) {
    result.error = e.reason();
  } catch (const init_ignore&) {
    result.ignored = true;
  } catch (...) {
    if (must_unwind()) throw;
    result.error = reason_of(std::current_exception());
  }
  child.pid = result.pid;
  child.status = result.pid ? child_info::state::running : child_info::state::stopped;
  return result;
}

std::pair<supervisor::place, exit_reason> supervisor::start_all(place first, place last) {
  for (place child = first; child != last; ++child) {
    const start_result result = start(*child);
    if (result.pid || result.ignored) continue;
    report_of(*child, "failed to start child", result.error);
    return {child, result.error};
  }
  return {last, normal};
}

// ---- restarting -----------------------------------------------------------------------------------------------------

next supervisor::handle_info(exit_message e) {
  const place child = find(e.from);
  if (child == children_.end()) return {};
  child->last_pid = std::exchange(child->pid, {});
  child->status = child_info::state::stopped;
  const bool again = restarts(child->spec->restart, e.reason);
  if (again || e.reason.is_abnormal()) report_of(*child, "child terminated", e.reason);
  await_return(e.from, *child);
  if (again) return restart_by_strategy(child);
  const bool significant = child->spec->significant;
  retire(child);
  return after_final_end(significant);
}

next supervisor::handle_cast(try_again attempt) {
  const auto child =
      std::find_if(children_.begin(), children_.end(), [&](const supervised& c) { return c.key == attempt.child; });
  // terminate_child or a restart of the whole group may have settled it meanwhile.
  if (child == children_.end() || child->status != child_info::state::restarting) return {};
  return restart_by_strategy(child);
}

next supervisor::restart_by_strategy(place child) {
  if (too_many_restarts()) {
    report_of(*child, "reached maximum restart intensity, giving up", shutdown);
    child->status = child_info::state::stopped;
    return and_stop(shutdown);
  }
  std::size_t first = static_cast<std::size_t>(child - children_.begin());
  std::size_t count = 1;
  if (flags_.strategy == one_for_all || flags_.strategy == rest_for_one) {
    const std::uint64_t key = child->key;
    if (flags_.strategy == one_for_all) first = 0;
    stop_all_from(first);
    // Temporary siblings have lost their places; the child itself keeps its own.
    if (std::none_of(children_.begin(), children_.end(), [&](const supervised& c) { return c.key == key; })) return {};
    count = children_.size() - first;
  }
  const place begin = children_.begin() + static_cast<std::ptrdiff_t>(first);
  const place end = begin + static_cast<std::ptrdiff_t>(count);
  const auto [failed, reason] = start_all(begin, end);
  for (place started = begin; started != failed; ++started)
    if (started->pid) trace(trace_event::kind::restart, started->pid, started->spec->id);
  if (failed == end) {
    std::erase_if(children_, [&](const supervised& c) { return simple() && c.status == child_info::state::stopped; });
    return {};
  }
  failed->status = child_info::state::restarting;
  // Through the mailbox, so that requests which have come meanwhile are served between two attempts.
  cast(supervisor_ref(self()), try_again{failed->key});
  return {};
}

bool supervisor::too_many_restarts() {
  const time_point now = otp::now();
  restarts_.push_back(now);
  while (now - restarts_.front() > flags_.period) restarts_.pop_front();
  return restarts_.size() > static_cast<std::size_t>(flags_.intensity);
}

void supervisor::retire(place child) {
  if (simple() || child->spec->restart == temporary)
    children_.erase(child);
  else
    child->status = child_info::state::stopped;
}

next supervisor::after_final_end(bool significant) {
  if (!significant) return {};
  const bool one_left = std::any_of(children_.begin(), children_.end(), [](const supervised& c) {
    return c.spec->significant && c.status != child_info::state::stopped;
  });
  if (flags_.auto_shutdown == any_significant || (flags_.auto_shutdown == all_significant && !one_left))
    return and_stop(shutdown);
  return {};
}

// ---- stopping -------------------------------------------------------------------------------------------------------

void supervisor::terminate(const exit_reason&) {
  if (simple())
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

/// The many children of one spec are told at once and share one deadline. Those that end alike share a report.
void supervisor::stop_in_parallel() {
  std::map<ref, pid> running;
  for (supervised& child : children_)
    if (child.pid) running.emplace(monitor(child.pid), child.pid);
  const shutdown_policy& policy = simple_spec_->shutdown;
  for (const auto& [watch, child] : running) {
    const hold_exits until_told;  // as above
    unlink(child);
    exit(child, policy.brutal() ? kill : shutdown);
  }
  time_point deadline = policy.brutal() ? never : later(otp::now(), policy.time());
  std::map<std::string, std::pair<exit_reason, std::string>> odd;  // ends, and whose
  while (!running.empty()) {
    const duration left = deadline == never ? infinity : std::max(duration::zero(), deadline - otp::now());
    receive(when([&](const down& d) { return running.contains(d.ref); },
                 [&](down d) {
                   running.erase(d.ref);
                   if (d.reason == noproc) d.reason = take_exit_of(d.pid).value_or(noproc);  // as above
                   if (as_told(*simple_spec_, d.reason)) return;
                   auto& [reason, whose] = odd[to_string(d.reason)];
                   reason = d.reason;
                   whose += (whose.empty() ? "" : ", ") + to_string(d.pid) + " " + get_label(d.pid);
                 }),
            after(left, [&] {
              deadline = never;
              for (const auto& [watch, child] : running) exit(child, kill);
            }));
  }
  bool wait = true;  // in all as long as for one
  for (const supervised& child : children_)
    if (child.pid) wait = await_return(child.pid, child, wait) && wait;
  children_.clear();
  for (const auto& [text, end] : odd) report_of(end.second, "child did not end as told", end.first);
}

// ---- requests -------------------------------------------------------------------------------------------------------

supervisor::place supervisor::find(const std::string& id) {
  return std::find_if(children_.begin(), children_.end(), [&](const supervised& c) { return c.spec->id == id; });
}
supervisor::place supervisor::find(const otp::pid& child) {
  if (!child) return children_.end();
  return std::find_if(children_.begin(), children_.end(), [&](const supervised& c) {
    // Between two attempts to restart it, it is known by the pid it had: OTP's {restarting,Pid}.
    return (c.status == child_info::state::restarting ? c.last_pid : c.pid) == child;
  });
}

child_result supervisor::handle_call(start_child_request request) {
  if (simple() == request.spec.has_value())
    return {simple() ? supervisor_error::simple_one_for_one : supervisor_error::not_found, {}, {}};
  if (simple() && flags_.max_children != 0 && children_.size() >= flags_.max_children)
    return {supervisor_error::max_children, {}, {}};
  supervised child{.key = ++last_key_, .spec = simple_spec_, .extra = std::move(request.extra)};
  if (!simple()) {
    if (std::string wrong = what_is_wrong_with(flags_, {*request.spec}); !wrong.empty())
      return {supervisor_error::start_failed, {}, exit_reason::bad_specification(std::move(wrong))};
    if (const place there = find(request.spec->id); there != children_.end())
      return {there->pid ? supervisor_error::already_started : supervisor_error::already_present, there->pid, {}};
    child.spec = std::make_shared<const child_spec>(*std::move(request.spec));
  }
  const start_result result = start(child);
  if (!result.pid && !result.ignored) return {supervisor_error::start_failed, {}, result.error};
  if (result.pid || (!simple() && child.spec->restart != temporary)) children_.push_back(std::move(child));
  return {supervisor_error::none, result.pid, {}};
}

supervisor_error supervisor::handle_call(terminate_child_request request) {
  if (simple() != request.pid.operator bool())
    return simple() ? supervisor_error::simple_one_for_one : supervisor_error::not_found;
  const place child = simple() ? find(request.pid) : find(request.id);
  if (child == children_.end())
    return simple() && !is_process_alive(request.pid) ? supervisor_error::none : supervisor_error::not_found;
  stop(*child);
  retire(child);
  return supervisor_error::none;
}

child_result supervisor::handle_call(restart_child_request request) {
  if (simple()) return {supervisor_error::simple_one_for_one, {}, {}};
  const place child = find(request.id);
  if (child == children_.end()) return {supervisor_error::not_found, {}, {}};
  if (child->status == child_info::state::running) return {supervisor_error::running, child->pid, {}};
  if (child->status == child_info::state::restarting) return {supervisor_error::restarting, {}, {}};
  const start_result result = start(*child);
  if (!result.pid && !result.ignored) return {supervisor_error::start_failed, {}, result.error};
  return {supervisor_error::none, result.pid, {}};
}

supervisor_error supervisor::handle_call(delete_child_request request) {
  if (simple()) return supervisor_error::simple_one_for_one;
  const place child = find(request.id);
  if (child == children_.end()) return supervisor_error::not_found;
  if (child->status == child_info::state::running) return supervisor_error::running;
  if (child->status == child_info::state::restarting) return supervisor_error::restarting;
  children_.erase(child);
  return supervisor_error::none;
}

std::vector<child_info> supervisor::handle_call(which_children_request) {
  std::vector<child_info> all;
  for (auto c = children_.rbegin(); c != children_.rend(); ++c)
    all.push_back({simple() ? "" : c->spec->id, c->pid, c->status, c->spec->type});
  return all;
}

child_counts supervisor::handle_call(count_children_request) {
  child_counts counts{simple() ? 1 : children_.size(), 0, 0, 0};
  for (const supervised& child : children_) {
    if (child.status == child_info::state::running) ++counts.active;
    ++(child.spec->type == child_type::supervisor ? counts.supervisors : counts.workers);
  }
  return counts;
}

void supervisor::report_of(const supervised& child, const std::string& what, const exit_reason& reason) const {
  if (!simple()) return report_of(child.spec->id, what, reason);
  const pid whose = child.pid ? child.pid : child.last_pid;
  const std::string label = whose ? get_label(whose) : std::string();
  report_of(to_string(whose) + (label.empty() ? "" : " " + label), what, reason);
}
void supervisor::report_of(const std::string& whose, const std::string& what, const exit_reason& reason) const {
  publish({.what = report::kind::supervisor, .reason = reason, .text = what + " '" + whose + "'"});
}

std::string to_string(supervisor_error error) {
  switch (error) {
    case supervisor_error::none: return "ok";
    case supervisor_error::not_found: return "not_found";
    case supervisor_error::running: return "running";
    case supervisor_error::restarting: return "restarting";
    case supervisor_error::already_started: return "already_started";
    case supervisor_error::already_present: return "already_present";
    case supervisor_error::simple_one_for_one: return "simple_one_for_one";
    case supervisor_error::start_failed: return "start_failed";
    case supervisor_error::max_children: return "max_children";
  }
  return "?";
}
std::string to_string(child_info::state state) {
  switch (state) {
    case child_info::state::running: return "running";
    case child_info::state::restarting: return "restarting";
    case child_info::state::stopped: return "stopped";
  }
  return "?";
}

}  // namespace otp
