#include <otp/receive.hpp>

#include <string>

#include <otp/runtime.hpp>

namespace otp {

namespace {

std::string milliseconds(duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

}  // namespace

receive_mark mark_mailbox() {
  process& me = process::require("mark_mailbox");
  me.box.drain_all();
  return receive_mark(me.box.next_position());
}

mailbox_scan::mailbox_scan(receive_mark from, duration wait)
    : me_(process::require("receive")),
      wait_(wait),
      // Read on entry: the time to look through the mailbox counts. Zero and infinite waits need no clock.
      deadline_(wait == infinity           ? never
                : wait <= duration::zero() ? time_point()
                                           : me_.home->clock.deadline_after(wait)),
      at_(from.position() == 0 ? me_.box.messages().begin() : me_.box.messages().find(from.position())) {
  me_.checkpoint();
}

mailbox_scan::~mailbox_scan() = default;

const message* mailbox_scan::next() {
  backlog& messages = me_.box.messages();
  for (;;) {
    for (; at_ != messages.end(); ++at_)
      if (const message* m = messages.at(at_)) {
        ++at_;
        return m;
      }
    // All that we knew has been looked at. Draining may move messages to other places, but only appends: what is new
    // starts behind what was there.
    const std::uint64_t known = messages.size();
    if (me_.box.drain()) {
      at_ = messages.end() - (messages.size() - known);
      continue;
    }
    me_.checkpoint();
    if (wait_ < duration::zero()) throw error(errc::timeout_value, "receive: after " + milliseconds(wait_));
    if (wait_ == duration::zero() || (deadline_ != never && me_.home->clock.now() >= deadline_)) return nullptr;
    me_.box.wait_for_message(deadline_);
    me_.checkpoint();
  }
}

message mailbox_scan::take() noexcept {
  message taken = me_.box.messages().take(at_ - 1);
  me_.last_message = taken.carried_type();
  if (me_.home->settings.trace) [[unlikely]]
    me_.home->trace(trace_event::kind::receive, &me_, {}, taken.name(), taken.position());
  return taken;
}

void sleep_for(duration time) {
  process& me = process::require("sleep_for");
  me.checkpoint();
  if (time < duration::zero()) throw error(errc::timeout_value, "sleep_for: " + milliseconds(time));
  const time_point deadline = me.home->clock.deadline_after(time);
  while (me.home->clock.now() < deadline) {
    me.box.wait_for_alert(deadline);
    me.checkpoint();
  }
}

}  // namespace otp
