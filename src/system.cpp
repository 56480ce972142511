#include <otp/system.hpp>

#include <exception>
#include <string>
#include <utility>

#include "this_thread.hpp"

namespace otp {

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
  process& me = process::of(main_);
  const this_thread::muted_scope no_interruption;  // what follows waits, joins, and destroys what was not received
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
