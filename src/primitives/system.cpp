#include <otp/system.hpp>

#include <boost/thread/thread.hpp>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "machine/platform.hpp"
#include "machine/this_thread.hpp"
#include "primitives/termination.hpp"
#include "process/delivery.hpp"
#include "process/program.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

options for_a_thread_that_is_no_actor(options chosen) {
  if (const process* me = process::current())
    throw error(errc::badarg, "otp::system: this thread is an actor already, " +
                                  to_string(pid(const_cast<process*>(me))) + " of another system; one system a thread");
  return chosen;
}

}  // namespace

system::system(options chosen)
    : process_(platform::process_id()),
      runtime_(std::make_shared<runtime>(for_a_thread_that_is_no_actor(std::move(chosen)))),
      main_(runtime_->create_process("main", nullptr)),
      maker_(this_thread::place_of_maker::mine()) {
  explain_termination();
  process& me = process::of(main_);
  me.exceptions_at_start = std::uncaught_exceptions();
  open_systems::add(*runtime_, *this, at_program_exit);
  try {
    seat_ = runtime_->scheduler.open();
  } catch (...) {
    open_systems::remove(*runtime_);
    throw;
  }
  this_thread::here.actor = &me;
}

bool system::calling_thread_is_main() const noexcept { return process::current() == main_.get(); }

system::~system() {
  const bool in_its_process = process_ == platform::process_id();
  if (in_its_process && open_systems::remove(*runtime_)) {
    if (calling_thread_is_main() || !platform::program_exits_here())
      shut_down();
    else
      cannot_end();
  }
  // Its main actor's thread may still use its record, or the threads that are to be ended are not here: it stays.
  if (!over_) process::of(main_).add_reference();
}

void system::at_program_exit() noexcept {
  while (system* const last = open_systems::take_last()) {
    if (last->calling_thread_is_main())
      last->shut_down();
    else
      last->cannot_end();
  }
}

void system::cannot_end() const noexcept try {
  runtime_->report({.what = report::kind::warning,
                    .actor = main_,
                    .name = "main",
                    .text = "the program exits, and not by this actor; " +
                            std::to_string(runtime_->processes().size()) +
                            " actors are alive, and their destructors do not run"});
} catch (const std::bad_alloc&) {  // then it is not said
}

/// By the main actor's thread, or by another one that acts as the main actor meanwhile.
void system::shut_down() {
  process& me = process::of(main_);
  const bool is_main = calling_thread_is_main();
  const this_thread::place before = this_thread::here;
  const platform::affinity processors = platform::affinity::of_this_thread();
  if (!is_main) {
    maker_->vacate(me);
    this_thread::here = {&me, seat_};
  }
  {
    // What follows waits, joins, and destroys what was not received.
    const boost::this_thread::disable_interruption no_interruption;
    ++me.exit_hold_depth;
    end_every_actor();
  }
  over_ = true;
  if (is_main) {
    if (me.interruption_muted) this_thread::unmute_interruption();
    this_thread::here = {};
  } else {
    this_thread::here = before;
    processors.apply();
  }
}

void system::end_every_actor() {
  process& me = process::of(main_);
  runtime_->close(me);
  const time_point deadline = runtime_->scheduler.deadline_after(runtime_->settings.shutdown);
  if (!runtime_->stop_from_the_top(me, deadline)) {
    const std::vector<pid> stubborn = runtime_->wait_until_empty(me, runtime_->scheduler.now());
    std::string text = "at the system's end " + std::to_string(stubborn.size()) + " did not stop in time, killing:";
    for (const pid& p : stubborn) text += " " + to_string(p) + " " + process::of(p).shown_name();
    runtime_->report({.what = report::kind::warning, .actor = main_, .name = "main", .text = text});
    for (const pid& p : stubborn) {
      delivery signal(process::of(p));
      signal.exit_signal(pid(), kill, delivery::by::exit_call);
    }
    // The clock abandons the actors that do not die, unless it had no memory to note their time. Then this thread does.
    const duration grace = runtime_->settings.kill_grace;
    const time_point abandoned_by = runtime_->scheduler.deadline_after(grace < infinity / 2 ? 2 * grace : infinity);
    for (const pid& p : runtime_->wait_until_empty(me, abandoned_by))
      runtime_->end(process::of(p), killed, runtime::end_kind::abandoned);
    runtime_->wait_until_empty(me, never);
  }
  runtime_->end(me, normal, runtime::end_kind::returned);
  runtime_->await_notified(infinity);
  runtime_->threads.end(runtime_->settings.kill_grace, [&](const pid& stuck) {
    runtime_->report({.what = report::kind::abandoned,
                      .actor = stuck,
                      .name = process::of(stuck).current_label(),
                      .text = "its actor has ended before"});
  });
  runtime_->alarms.stop();
  runtime_->scheduler.close();
  runtime_->close_hooks();
  runtime_->number.give_back();
}

schedule_progress system::progress() const { return runtime_->scheduler.progress(); }

void throw_exit_reason() {
  process& me = process::require("run");
  lock_guard lock(me.box.mutex());
  throw exit_exception(me.doom);
}

int exit_status(const std::exception_ptr& end, const options& chosen, const pid& main) {
  const exit_reason reason = reason_of(end);
  if (!reason.is_abnormal()) return 0;
  try {
    if (chosen.report) chosen.report({.what = report::kind::crash, .actor = main, .name = "main", .reason = reason});
  } catch (...) {  // a reporter that fails changes nothing about how main ended
  }
  return 1;
}

}  // namespace otp
