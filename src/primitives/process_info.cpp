#include <otp/process_info.hpp>

#include <otp/actor.hpp>
#include <otp/monitor.hpp>

#include "machine/platform.hpp"
#include "process/process_monitor.hpp"
#include "process/runtime.hpp"

namespace otp {

std::optional<process_information> process_info(const pid& of) {
  process& me = process::require("process_info");
  me.checkpoint();
  process& actor = process::of(of);
  process_information seen;
  {
    lock_guard lock(actor.box.mutex());
    if (actor.state != process::status::alive) return std::nullopt;
    seen.registered_name = actor.name;
    seen.label = actor.label;
    seen.trap_exit = actor.trapping;
    for (const auto& [other, bond] : actor.links) seen.links.push_back(other);
    for (const auto& [id, monitor] : actor.monitors) seen.monitors.push_back(monitor->watched());
    for (const auto& [id, monitor] : actor.watchers) seen.monitored_by.push_back(monitor->watcher());
    seen.message_queue_len = actor.box.unread();
  }
  if (&actor != &me || me.scanning) return seen;
  me.box.drain_all();
  backlog& messages = me.box.messages();
  for (auto i = messages.begin(); i != messages.end(); ++i)
    if (const message* m = messages.at(i)) seen.messages.push_back(m->name());
  return seen;
}

std::optional<std::size_t> message_queue_len(const pid& of) {
  process::require("message_queue_len").checkpoint();
  process& actor = process::of(of);
  lock_guard lock(actor.box.mutex());
  if (actor.state != process::status::alive) return std::nullopt;
  return actor.box.unread();
}

void set_label(std::string label) {
  process& me = process::require("set_label");
  me.checkpoint();
  platform::name_this_thread(label.empty() ? to_string(self()) : label);
  lock_guard lock(me.box.mutex());
  me.label.swap(label);
}

std::string get_label(const pid& of) { return process::of(of).current_label(); }

}  // namespace otp
