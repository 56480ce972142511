#include "process/process.hpp"

#include <boost/thread/thread.hpp>
#include <exception>
#include <utility>

#include <otp/detail/waiting_on.hpp>

#include "machine/platform.hpp"
#include "machine/this_thread.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

std::vector<std::string> ancestors_of(process* parent) {
  constexpr std::size_t most = 8;
  std::vector<std::string> all;
  if (!parent) return all;
  std::string nearest = to_string(pid(parent));
  if (const std::string label = parent->current_label(); !label.empty()) nearest += " " + label;
  all.push_back(std::move(nearest));
  for (const std::string& ancestor : parent->ancestors)
    if (all.size() < most) all.push_back(ancestor);
  return all;
}

}  // namespace

process::process(std::shared_ptr<runtime> home_system, std::uint64_t serial, std::uint64_t number,
                 std::string thread_label, process* parent, mailbox_limit its_limit)
    : identity(serial, home_system->number, number),
      home(std::move(home_system)),
      parent_number(parent ? parent->number() : 0),
      ancestors(ancestors_of(parent)),
      limit(its_limit),
      box(home->scheduler),
      label(std::move(thread_label)),
      pending_flags(home->scheduler.seeded() ? in_turns : 0),
      phase_(parent ? thread_phase::acts : thread_phase::not_awaited) {}

process::~process() = default;

process* process::current() noexcept { return this_thread::here.actor; }

process& process::require(const char* what) {
  process* me = current();
  if (!me)
    throw error(errc::not_an_actor, std::string(what) +
                                        ": this thread is no actor (start one with otp::spawn, or make "
                                        "an otp::system in this thread)");
  return *me;
}

process& process::of(const pid& p) {
  if (!p) throw error(errc::badarg, "a pid that names nobody");
  return *static_cast<process*>(p.get());
}

std::string process::shown_name() {
  lock_guard lock(box.mutex());
  return name.empty() ? label : name;
}

std::string process::current_label() {
  lock_guard lock(box.mutex());
  return label;
}

void process::attend() {
  home->scheduler.step();
  // acquire: as in checkpoint(); the signal may have come while others had their turns.
  if ((pending_flags.load(std::memory_order_acquire) & exit_pending) == 0) return;
  if (!may_throw()) return;
  // The interrupt that came with the exit signal has done its work; thrown in a destructor it would end the program.
  if (!std::exchange(interruption_muted, true)) {
    this_thread::mute_interruption();
    // That does not outlive a boost::disable_interruption of the user's in whose scope we are.
    lock_guard lock(box.mutex());  // doom() has done all it does, the interrupt included
    platform::forget_interrupt();
  }
  throw exit_unwind();
}

void process::trace_wait() noexcept {
  home->trace(trace_event::kind::wait, this, waiting_on ? waiting_on->whom : pid(),
              [this](trace_event& e) { e.text = waiting_on ? waiting_on->text() : receive_shown_as(); });
}

void alert(process& sleeper) noexcept {
  bool wake;
  {
    lock_guard lock(sleeper.box.mutex());
    wake = sleeper.box.alert();
  }
  if (wake) sleeper.box.wake();
}

}  // namespace otp
