#include <otp/monitor.hpp>

#include <new>
#include <utility>

#include <otp/receive.hpp>
#include <otp/registry.hpp>

#include "process/delivery.hpp"
#include "process/process_monitor.hpp"
#include "process/runtime.hpp"

namespace otp {

ref monitor(const pid& target, alias_mode mode) {
  process& me = process::require("monitor");
  me.checkpoint();
  process::of(target);  // badarg for a pid that names no actor
  return watch(me, target, {}, mode);
}

ref monitor(const actor_name& name, alias_mode mode) {
  process& me = process::require("monitor");
  return watch(me, whereis_name(name), name.text(), mode);
}

ref monitor_nobody(std::string name) {
  process& me = process::require("monitor");
  me.checkpoint();
  return watch(me, {}, std::move(name), alias_mode::none);
}

namespace {
[[gnu::always_inline]] inline void trace_demonitor(const process& watcher, const process_monitor& gone) {
  watcher.home->trace(trace_event::kind::demonitor, &watcher, gone.watched(),
                      [&](trace_event& e) { e.id = gone.id(); });
}
}  // namespace

bool demonitor(const ref& id, demonitor_option option) {
  process& me = process::require("demonitor");
  me.checkpoint();
  std::shared_ptr<process_monitor> entry;
  {
    lock_guard lock(me.box.mutex());
    if (const auto found = me.monitors.find(id); found != me.monitors.end()) {
      entry = std::move(found->second);
      me.monitors.erase(found);
      me.aliases.erase(entry->until_down());
    }
  }
  if (entry) {
    entry->forget();
    trace_demonitor(me, *entry);
    return true;
  }
  if (option != demonitor_option::flush) return false;
  if (me.scanning) throw error(errc::badarg, "demonitor with flush inside a guard");
  me.box.drain_all();
  backlog& messages = me.box.messages();
  for (auto i = messages.begin(); i != messages.end(); ++i) {
    const message* m = messages.at(i);
    if (!m || !m->is<down>() || m->as<down>().ref != id) continue;
    const std::uint64_t position = m->position();
    me.take(i);
    me.home->trace(trace_event::kind::flushed, &me, {}, [&](trace_event& e) {
      e.text = detail::message_name<down>::get();
      e.position = position;
    });
    return false;
  }
  return true;
}

exit_reason await_down(const ref& monitor) { return await_down(receive_mark(), monitor).value(); }

std::optional<exit_reason> await_down(const ref& monitor, duration at_most) {
  return await_down(receive_mark(), monitor, at_most);
}

std::optional<exit_reason> await_down(receive_mark older, const ref& monitor, duration at_most) {
  using reason = std::optional<exit_reason>;
  return receive(older, when([&](const down& d) { return d.ref == monitor; }, [](down d) { return reason(d.reason); }),
                 after(at_most, [] { return reason(); }));
}

alias make_alias(alias_use use) {
  process& me = process::require("make_alias");
  me.checkpoint();
  const ref id = me.make_ref();
  lock_guard lock(me.box.mutex());
  me.aliases.emplace(id, use);
  return {pid(&me), id};
}

namespace {
/// Whether a monitor's reference is an active alias. That of explicit_unalias, which can outlive the monitor, is not
/// asked here: it stands among the watcher's aliases.
bool takes_messages(const process_monitor& m) {
  return m.alias() == alias_mode::demonitor || m.alias() == alias_mode::reply_demonitor;
}
}  // namespace

bool unalias(const alias& a) {
  process& me = process::require("unalias");
  me.checkpoint();
  if (a.owner.get() != &me) return false;
  lock_guard lock(me.box.mutex());
  if (me.aliases.erase(a.id) != 0) return true;
  const auto watching = me.monitors.find(a.id);
  if (watching == me.monitors.end() || !takes_messages(*watching->second)) return false;
  watching->second->end_alias();
  return true;
}

namespace {

[[gnu::always_inline]] inline bool deliver(process* me, process& owner, const ref& to, message&& m,
                                           const shown_message* shown) {
  std::shared_ptr<process_monitor> ended;
  bool delivered = false;
  {
    delivery signal(owner, me);
    if (!signal.heard()) return false;
    const auto made = owner.aliases.find(to);
    const auto watching = made == owner.aliases.end() ? owner.monitors.find(to) : owner.monitors.end();
    if (made == owner.aliases.end() && (watching == owner.monitors.end() || !takes_messages(*watching->second))) {
      if (shown) shown->dropped(owner);
      return false;
    }
    // Before anything is removed: when the message finds no memory, the watcher must still hear of the end.
    delivered = signal.message(std::move(m), shown);
    if (made != owner.aliases.end()) {
      if (made->second == alias_use::once) owner.aliases.erase(made);
    } else if (watching->second->alias() == alias_mode::reply_demonitor) {
      ended = std::move(watching->second);
      owner.monitors.erase(watching);
      trace_demonitor(owner, *ended);
    }
  }
  if (ended) ended->forget();  // after the owner's mutex: forget() takes the watched actor's
  return delivered;
}
/// Apart, or its room on the stack would be made for each message.
[[gnu::noinline]] bool deliver_shown(process* me, process& owner, const ref& to, message&& m) {
  const shown_message shown(me, m);
  return deliver(me, owner, to, std::move(m), &shown);
}

}  // namespace

bool send_message(const alias& to, message&& m) {
  process* me = process::current();
  if (me) me->checkpoint();
  process& owner = process::of(to.owner);
  if (owner.home->traced()) [[unlikely]]
    return deliver_shown(me, owner, to.id, std::move(m));
  return deliver(me, owner, to.id, std::move(m), nullptr);
}

}  // namespace otp
