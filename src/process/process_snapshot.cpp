#include "process/process_snapshot.hpp"

#include <utility>

#include <otp/message.hpp>

#include "process/process_monitor.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

using activity = process_snapshot::activity;

/// What its owner says that it waits for.
void add_wait(process_snapshot& seen, const process& actor) {
  if (const detail::waiting_on* const said = actor.waiting_on) {
    seen.waits = text_of(*said);
    seen.waits_for = said->whom;
  } else if (actor.receive_shown_as) {
    seen.waits = actor.receive_shown_as();  // with the mutex held: a plugin's code may be gone a moment later
  }
}

activity activity_of(process& actor) OTPP_REQUIRES(actor.box.mutex()) {
  if (actor.state != process::status::alive) return activity::ending;
  if (!actor.box.owner_waits()) return actor.box.polls() ? activity::polling : activity::running;
  return actor.box.polls() || !actor.watching.empty() ? activity::polling : activity::waiting;
}

}  // namespace

std::optional<process_snapshot> snapshot_of(const pid& whom) {
  process& actor = process::of(whom);
  process_snapshot seen;
  seen.pid = whom;
  seen.parent_number = actor.parent_number;
  lock_guard lock(actor.box.mutex());
  if (actor.state == process::status::over) return std::nullopt;
  seen.name = actor.name;
  seen.label = actor.label;
  seen.child_id = actor.child_id;
  seen.doing = activity_of(actor);
  if (seen.doing == activity::waiting) add_wait(seen, actor);
  seen.queue = actor.box.unread();
  seen.received = actor.box.taken();
  seen.restarts = actor.restarts;
  seen.restarts_made = actor.restarts_made;
  seen.links = actor.links.size();
  seen.monitors = actor.monitors.size();
  seen.monitored_by = actor.watchers.size();
  seen.trap_exit = actor.trapping;
  seen.supervises = actor.supervises;
  return seen;
}

std::vector<process_snapshot> snapshots_of(const std::vector<pid>& actors) {
  std::vector<process_snapshot> all;
  all.reserve(actors.size());
  for (const pid& each : actors)
    if (std::optional<process_snapshot> seen = snapshot_of(each)) all.push_back(*std::move(seen));
  return all;
}

std::optional<process_details> details_of(const pid& whom, std::size_t most_messages) {
  process& actor = process::of(whom);
  process_details seen;
  seen.ancestors = actor.ancestors;
  seen.mailbox_limit = actor.limit.messages;
  lock_guard lock(actor.box.mutex());
  if (actor.state == process::status::over) return std::nullopt;
  for (const auto& [other, bond] : actor.links) seen.links.push_back(other);
  for (const auto& [id, monitor] : actor.monitors) seen.monitors.push_back(monitor->watched());
  for (const auto& [id, monitor] : actor.watchers) seen.monitored_by.push_back(monitor->watcher());
  if (!actor.box.owner_waits()) return seen;
  const backlog& messages = actor.box.messages();
  seen.messages.emplace();
  for (auto i = messages.begin(); i != messages.end() && seen.messages->size() < most_messages; ++i)
    if (const message* m = messages.peek(i)) seen.messages->push_back(m->name());
  return seen;
}

std::string text_of(const detail::waiting_on& said) {
  return std::string(said.what) + (said.type ? " " + type_name(*said.type) : "") + " from " + to_string(said.whom);
}

std::string pid_text(std::uint32_t system_number, std::uint64_t number) {
  return "<" + std::to_string(system_number) + "." + std::to_string(number) + ">";
}

}  // namespace otp
