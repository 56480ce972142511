#include <otp/receive.hpp>

#include <string>
#include <utility>

#include "primitives/readiness.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

std::string milliseconds(duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

}  // namespace

receive_mark mark_mailbox() {
  process& me = process::require("mark_mailbox");
  if (me.scanning) throw error(errc::badarg, "mark_mailbox inside a guard");
  me.box.drain_all();
  return receive_mark(me.box.next_position());
}

mailbox_scan::mailbox_scan(receive_mark from, duration wait, std::string (*wanted)())
    : me_(process::require("receive")),
      wait_(wait),
      // Read on entry: the time to look through the mailbox counts. Zero and infinite waits need no clock.
      deadline_(wait == infinity           ? never
                : wait <= duration::zero() ? time_point()
                                           : me_.home->scheduler.deadline_after(wait)),
      wanted_(wanted),
      from_start_(from.position() == 0),
      at_(from_start_ ? me_.box.messages().begin() : me_.box.messages().find(from.position())) {
  me_.checkpoint();
  if (me_.scanning) throw error(errc::badarg, "receive inside a guard");
  me_.scanning = true;
}

mailbox_scan::~mailbox_scan() { finish(); }

void mailbox_scan::finish() noexcept {
  if (!finished_) me_.scanning = false;
  finished_ = true;
}

/// \param wait  called when no message is left to be shown, to wait for more; false: give up
template <class Wait>
[[gnu::always_inline]] inline const message* mailbox_scan::next_by(Wait wait) {
  backlog& messages = me_.box.messages();
  for (;;) {
    for (; at_ != messages.end(); ++at_) {
      const message* m = messages.at(at_);
      if (!m) continue;
      if (m->position() > last_position_) return time_is_up();
      ++at_;
      return m;
    }
    // When the time is up, what has come by then is still looked at, and nothing that comes later: a sender that is
    // faster than our guards must not keep us here. (Not asked before the first look: most receives end there.)
    me_.checkpoint();
    if (last_position_ == no_limit && (wait_ <= duration::zero() || (drained_once_ && deadline_passed())))
      last_position_ = me_.box.arrived();
    // All that we knew has been looked at. Draining may move messages to other places, but only appends: what is new
    // starts behind what was there.
    const std::uint64_t known = messages.size();
    if (me_.box.drain()) {
      drained_once_ = true;
      at_ = messages.end() - (messages.size() - known);
      continue;
    }
    if (last_position_ != no_limit || deadline_passed()) {
      me_.box.found_nothing(from_start_);
      return time_is_up();
    }
    me_.tell_wait(wanted_);
    if (!wait()) return nullptr;
  }
}

const message* mailbox_scan::next() {
  return next_by([this] {
    me_.box.wait_for_message(deadline_);
    return true;
  });
}

bool mailbox_scan::deadline_passed() const { return deadline_ != never && me_.home->scheduler.now() >= deadline_; }

const message* mailbox_scan::time_is_up() {
  finish();
  if (wait_ < duration::zero()) throw error(errc::timeout_value, "receive: after " + milliseconds(wait_));
  return nullptr;
}

namespace {
/// Apart, as in send_message: what take() has in registers stays there.
[[gnu::noinline]] void trace_receive(process& me, const message& taken) noexcept {
  me.home->trace(trace_event::kind::receive, &me, {}, [&](trace_event& e) {
    e.text = taken.name();
    e.position = taken.position();
    e.id = taken.id();
  });
}
}  // namespace

message mailbox_scan::take() noexcept {
  finish();
  message taken = me_.take(at_ - 1);
  me_.last_message = taken.carried_type();
  if (me_.home->traced()) [[unlikely]]
    trace_receive(me_, taken);
  return taken;
}

const message* descriptor_scan::next(std::span<const detail::watch> watches) {
  constexpr int longest_row = 16;
  if (!std::exchange(looked_, true) && ++me_.receives_in_a_row > longest_row && look_at(watches)) return nullptr;
  const message* const shown = next_by([&] {
    me_.receives_in_a_row = 0;
    ready_ = wait_for_readiness(me_, watches, wakes_for::messages, deadline_).value_or(no_place);
    return ready_ == no_place;
  });
  if (!shown && ready_ == no_place) look_at(watches);  // the time is up, or there was none to wait
  if (!shown) finish();
  return shown;
}

bool descriptor_scan::look_at(std::span<const detail::watch> watches) {
  me_.receives_in_a_row = 0;
  ready_ = first_ready(me_, watches).value_or(no_place);
  if (ready_ != no_place) finish();
  return ready_ != no_place;
}

message_in_hand::message_in_hand() : me_(process::require("a behaviour")), type_(me_.last_message) {}
message_in_hand::~message_in_hand() { me_.last_message = type_; }

void sleep_for(duration time) {
  process& me = process::require("sleep_for");
  me.checkpoint();
  if (time < duration::zero()) throw error(errc::timeout_value, "sleep_for: " + milliseconds(time));
  const time_point deadline = me.home->scheduler.deadline_after(time);
  me.tell_wait([] { return std::string("nothing, it sleeps"); });
  while (me.home->scheduler.now() < deadline) {
    me.box.wait_for_alert(deadline);
    me.checkpoint();
  }
}

}  // namespace otp
