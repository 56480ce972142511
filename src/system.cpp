#include <otp/system.hpp>

#include <cstdlib>
#include <exception>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "this_thread.hpp"

namespace otp {

namespace {

std::mutex open_systems_mutex;
/// Guarded by open_systems_mutex; never destroyed, because it is looked at while a program exits.
std::vector<system*>& open_systems() {
  static auto* all = new std::vector<system*>;
  return *all;
}

}  // namespace

system::system(options chosen)
    : runtime_(std::make_shared<runtime>(std::move(chosen))), main_(runtime_->admit("main", nullptr)) {
  process& me = process::of(main_);
  me.exceptions_at_start = std::uncaught_exceptions();
  me.resting = std::exchange(this_thread::actor, &me);
  if (me.resting) {
    std::lock_guard lock(me.resting->box.mutex());
    me.resting->inside = main_;  // whoever ends the resting actor ends this one
  }
  runtime_->clock.open();
  std::lock_guard lock(open_systems_mutex);
  static const int registered = std::atexit(at_program_exit);
  static_cast<void>(registered);
  open_systems().push_back(this);
}

namespace {
/// The thread is again what it was before this system. Systems of one thread may end in any order.
void step_out(process& me) {
  process** link = &this_thread::actor;
  while (*link && *link != &me) link = &(*link)->resting;
  if (*link) *link = me.resting;
  if (!me.resting) return;
  std::lock_guard lock(me.resting->box.mutex());
  if (me.resting->inside.get() == &me) me.resting->inside = pid();
}
}  // namespace

system::~system() {
  {
    std::lock_guard lock(open_systems_mutex);
    // Not there when the program is exiting: then it has been shut down, or nothing can be done for it.
    if (std::erase(open_systems(), this) == 0) return;
  }
  shut_down();
}

void system::at_program_exit() {
  for (;;) {
    std::unique_lock lock(open_systems_mutex);
    if (open_systems().empty()) return;
    system& last = *open_systems().back();
    open_systems().pop_back();
    const std::shared_ptr<runtime> home = last.runtime_;  // another thread may be destroying it
    const pid main = last.main_;
    lock.unlock();
    bool mine = false;
    for (const process* p = process::current(); p; p = p->resting) mine |= p == main.get();
    if (mine) {
      last.shut_down();
      continue;
    }
    home->report({.what = report::kind::warning,
                  .actor = main,
                  .name = "main",
                  .text = "the program exits, and not by this actor; " + std::to_string(home->processes().size()) +
                          " actors are alive, and their destructors do not run"});
  }
}

void system::shut_down() {
  process& me = process::of(main_);
  // What follows waits, joins, and destroys what was not received.
  const boost::this_thread::disable_interruption no_interruption;
  ++me.exits_held;
  runtime_->close(me);
  const time_point deadline = runtime_->clock.deadline_after(runtime_->settings.shutdown);
  if (!runtime_->stop_from_the_top(me, deadline)) {
    const std::vector<pid> stubborn = runtime_->wait_until_empty(me, runtime_->clock.now());
    std::string text = "at the system's end " + std::to_string(stubborn.size()) + " did not stop in time, killing:";
    for (const pid& p : stubborn) text += " " + to_string(p) + " " + process::of(p).shown_name();
    runtime_->report({.what = report::kind::warning, .actor = main_, .name = "main", .text = text});
    for (const pid& p : stubborn) delivery(process::of(p)).exit_signal(pid(), kill, delivery::by::exit_call);
    runtime_->wait_until_empty(me, never);  // ends: whoever does not die is abandoned by the clock
  }
  runtime_->end(me, normal, false, false);
  runtime_->await_ended_threads(infinity);  // ends: none is waited for longer than kill_grace
  runtime_->clock.stop_clock();
  runtime_->clock.close();
  runtime_->release_number();
  if (me.interruption_muted) this_thread::unmute_interruption();
  step_out(me);
}

int exit_status(const std::exception_ptr& end, const options& chosen) {
  const exit_reason reason = reason_of(end);
  if (!reason.is_abnormal()) return 0;
  try {
    if (chosen.report) chosen.report({.what = report::kind::crash, .name = "main", .reason = reason});
  } catch (...) {  // a reporter that fails changes nothing about how main ended
  }
  return 1;
}

}  // namespace otp
