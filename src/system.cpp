#include <otp/system.hpp>

#include <exception>
#include <string>

#include "this_thread.hpp"

namespace otp {

system::system(options chosen)
    : runtime_(std::make_shared<runtime>(std::move(chosen))),
      main_(runtime_->admit("main", nullptr)),
      previous_(this_thread::actor) {
  process& me = process::of(main_);
  me.exceptions_at_start = std::uncaught_exceptions();
  this_thread::actor = &me;
  runtime_->clock.enter();
}

system::~system() {
  process& me = process::of(main_);
  this_thread::mute_interruption();  // what follows waits and joins
  runtime_->close();
  const time_point deadline = runtime_->clock.deadline_after(runtime_->settings.shutdown);
  if (!runtime_->stop_from_the_top(me, deadline)) {
    const std::vector<pid> stubborn = runtime_->wait_until_empty(me, runtime_->clock.now());
    std::string text = "at the system's end " + std::to_string(stubborn.size()) + " did not stop in time, killing:";
    for (const pid& p : stubborn) text += " " + to_string(p) + " " + process::of(p).shown_name();
    runtime_->report({.what = report::kind::warning, .actor = main_, .name = "main", .text = text});
    for (const pid& p : stubborn) delivery(process::of(p)).exit_signal(main_, kill, false);
    runtime_->wait_until_empty(me, never);  // ends: whoever does not die is abandoned by the clock
  }
  runtime_->end(me, normal, false, false);
  runtime_->join_last();
  runtime_->clock.stop_clock();
  runtime_->clock.leave();
  runtime_->release_number();
  this_thread::unmute_interruption();
  this_thread::actor = previous_;
}

int exit_status(const std::exception_ptr& end, const options& chosen) {
  const exit_reason reason = reason_of(end);
  if (!reason.is_abnormal()) return 0;
  if (chosen.report) chosen.report({.what = report::kind::crash, .name = "main", .reason = reason});
  return 1;
}

}  // namespace otp
