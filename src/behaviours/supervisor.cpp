#include <otp/supervisor.hpp>

#include <algorithm>
#include <utility>

#include <otp/detail/supervision.hpp>
#include <otp/link.hpp>
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

}  // namespace

// ---- starting -------------------------------------------------------------------------------------------------------

supervisor::supervisor(supervisor_flags flags, std::vector<child_spec> children) : flags_(std::move(flags)) {
  if (std::string wrong = what_is_wrong_with(flags_, children); !wrong.empty())
    exit(exit_reason::bad_specification(std::move(wrong)));
  trap_exit(true);
  detail::say_supervisor();
  if (flags_.strategy == dynamic) return;
  if (flags_.strategy == simple_one_for_one) {
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
  if (child.pid) detail::say_child(child.pid, nameless() ? std::string() : child.spec->id);
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
    if (started->pid) {
      trace(trace_event::kind::restart, started->pid, started->spec->id);
      detail::say_restarted(started->pid, ++started->restarts);
    }
  if (failed == end) {
    std::erase_if(children_, [&](const supervised& c) { return nameless() && c.status == child_info::state::stopped; });
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
  if (nameless() || child->spec->restart == temporary)
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
  if ((simple_spec_ != nullptr) == request.spec.has_value())
    return {simple_spec_ ? supervisor_error::simple_one_for_one : supervisor_error::not_found, {}, {}};
  if (flags_.max_children != 0 && children_.size() >= flags_.max_children)
    return {supervisor_error::max_children, {}, {}};
  supervised child{.key = ++last_key_, .spec = simple_spec_, .extra = std::move(request.extra)};
  if (request.spec) {
    if (std::string wrong = what_is_wrong_with_child(flags_, *request.spec); !wrong.empty())
      return {supervisor_error::start_failed, {}, exit_reason::bad_specification(std::move(wrong))};
    if (!nameless()) {
      if (const place there = find(request.spec->id); there != children_.end())
        return {there->pid ? supervisor_error::already_started : supervisor_error::already_present, there->pid, {}};
    }
    child.spec = std::make_shared<const child_spec>(*std::move(request.spec));
  }
  const start_result result = start(child);
  if (!result.pid && !result.ignored) return {supervisor_error::start_failed, {}, result.error};
  if (result.pid || (!nameless() && child.spec->restart != temporary)) children_.push_back(std::move(child));
  return {supervisor_error::none, result.pid, {}};
}

supervisor_error supervisor::handle_call(terminate_child_request request) {
  if (nameless() != request.pid.operator bool())
    return nameless() ? supervisor_error::simple_one_for_one : supervisor_error::not_found;
  const place child = find(request.id, request.pid);
  if (child == children_.end())
    return simple_spec_ && !is_process_alive(request.pid) ? supervisor_error::none : supervisor_error::not_found;
  stop(*child);
  retire(child);
  return supervisor_error::none;
}

child_result supervisor::handle_call(restart_child_request request) {
  if (nameless()) return {supervisor_error::simple_one_for_one, {}, {}};
  const place child = find(request.id);
  if (child == children_.end()) return {supervisor_error::not_found, {}, {}};
  if (child->status == child_info::state::running) return {supervisor_error::running, child->pid, {}};
  if (child->status == child_info::state::restarting) return {supervisor_error::restarting, {}, {}};
  const start_result result = start(*child);
  if (!result.pid && !result.ignored) return {supervisor_error::start_failed, {}, result.error};
  return {supervisor_error::none, result.pid, {}};
}

supervisor_error supervisor::handle_call(delete_child_request request) {
  if (nameless()) return supervisor_error::simple_one_for_one;
  const place child = find(request.id);
  if (child == children_.end()) return supervisor_error::not_found;
  if (child->status == child_info::state::running) return supervisor_error::running;
  if (child->status == child_info::state::restarting) return supervisor_error::restarting;
  children_.erase(child);
  return supervisor_error::none;
}

std::vector<child_info> supervisor::handle_call(which_children_request) {
  std::vector<child_info> all;
  for (auto c = children_.rbegin(); c != children_.rend(); ++c) all.push_back(info_of(*c));
  return all;
}

child_info supervisor::info_of(const supervised& child) const {
  return {nameless() ? "" : child.spec->id, child.pid, child.status, child.spec->type};
}

std::optional<child_info> supervisor::handle_call(const which_child_request& request) {
  const place child = find(request.id, request.pid);
  return child == children_.end() ? std::nullopt : std::optional(info_of(*child));
}

std::optional<child_spec> supervisor::handle_call(const get_childspec_request& request) {
  if (simple_spec_ && !request.pid) return *simple_spec_;
  const place child = find(request.id, request.pid);
  return child == children_.end() ? std::nullopt : std::optional(*child->spec);
}

child_counts supervisor::handle_call(count_children_request) {
  child_counts counts{simple_spec_ ? 1 : children_.size(), 0, 0, 0};
  for (const supervised& child : children_) {
    if (child.status == child_info::state::running) ++counts.active;
    ++(child.spec->type == child_type::supervisor ? counts.supervisors : counts.workers);
  }
  return counts;
}

std::string supervisor::format_status() const {
  std::string lines;
  for (const supervised& child : children_) {
    const pid last = child.pid ? child.pid : child.last_pid;
    const std::string id = !nameless() ? child.spec->id : last ? get_label(last) : "";
    lines += (lines.empty() ? "" : "\n") + escaped(id) + (id.empty() ? "" : " ");
    lines += (child.pid ? to_string(child.pid) + " " : "") + to_string(child.status);
  }
  return lines;
}

void supervisor::report_of(const supervised& child, const std::string& what, const exit_reason& reason) const {
  if (!nameless()) return report_of(child.spec->id, what, reason);
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
