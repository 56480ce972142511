#include "process/process_monitor.hpp"

#include <memory>
#include <new>
#include <utility>

#include "process/delivery.hpp"
#include "process/runtime.hpp"

namespace otp {

void process_monitor::fire(const exit_reason& reason) const {
  process& watcher = process::of(watcher_);
  delivery signal(watcher);
  // Under the mutex that demonitor() holds too: the entry's presence decides, once, whether the `down` comes.
  if (watcher.monitors.erase(id_) == 0) return;
  watcher.aliases.erase(until_down_);
  const exit_reason& told = too_late_ ? noproc : reason;
  // Traced before it is sent: the watcher, which does not need the mutex, may take it at once.
  if (watched_) {
    const process& gone = process::of(watched_);
    const std::uint64_t position = signal.next_position();
    gone.home->trace(trace_event::kind::down, &gone, watcher_, [&](trace_event& e) {
      e.text = to_string(told);
      e.position = position;
      e.id = id_;
    });
  }
  signal.message(message(down{id_, watched_, name_, told}));
}

void process_monitor::forget() const {
  if (!watched_) return;
  process& target = process::of(watched_);
  lock_guard lock(target.box.mutex());
  target.watchers.erase(id_);
}

namespace {
void take_back(process& me, const ref& id) {
  lock_guard lock(me.box.mutex());
  me.monitors.erase(id);
  me.aliases.erase(id);
}
}  // namespace

ref watch(process& me, const pid& target, std::string name, alias_mode mode, const ref& until_down) {
  const ref id = me.make_ref();
  auto entry = std::make_shared<process_monitor>(id, pid(&me), target, std::move(name), mode, until_down);
  try {
    {
      lock_guard lock(me.box.mutex());
      if (!may_act(&me)) return id;
      me.monitors.emplace(id, entry);
      if (mode == alias_mode::explicit_unalias) me.aliases.emplace(id, alias_use::many);
    }
    const auto traced = [&] {
      me.home->trace(trace_event::kind::monitor, &me, target, [&](trace_event& e) { e.id = id; });
    };
    if (target.get() == &me) {
      traced();
      return id;
    }
    if (target) {
      process& watched = process::of(target);
      lock_guard lock(watched.box.mutex());
      if (watched.state != process::status::alive) entry->set_noproc();  // ending counts as dying, too
      if (watched.state != process::status::over) {
        watched.watchers.emplace(id, std::move(entry));  // without memory for it, it has not been moved
        traced();
        return id;
      }
    }
    entry->fire(noproc);
  } catch (const std::bad_alloc&) {  // as if it had never been made
    take_back(me, id);
    throw;
  }
  return id;
}

}  // namespace otp
