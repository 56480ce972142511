#include <otp/link.hpp>

#include <utility>

#include "machine/this_thread.hpp"
#include "process/delivery.hpp"
#include "process/process_link.hpp"
#include "process/runtime.hpp"

namespace otp {

void link(const pid& other) {
  process& me = process::require("link");
  me.checkpoint();
  process& peer = process::of(other);
  if (&peer == &me) return;
  {
    both locked(me, peer);
    if (!may_act(&me)) return;
    if (me.links.contains(other)) return;
    if (peer.state != process::status::over) {
      const auto bond = std::make_shared<process_link>(pid(&me), other, peer.state != process::status::alive);
      tie(me, peer, bond);
      me.home->trace(trace_event::kind::link, &me, other);
      return;
    }
  }
  delivery to_me(me);
  if (!me.trapping) throw error(errc::noproc, "link: " + to_string(other) + " is no live actor");
  to_me.exit_signal(other, noproc, delivery::by::link);
}

void unlink(const pid& other) {
  process& me = process::require("unlink");
  me.checkpoint();
  process& peer = process::of(other);
  if (&peer == &me) return;
  both locked(me, peer);
  const auto bond = me.links.find(other);
  if (bond == me.links.end()) return;
  peer.links.erase(bond->second->other_end(other));
  me.links.erase(bond);
  me.home->trace(trace_event::kind::unlink, &me, other);
}

bool trap_exit(bool on) {
  process& me = process::require("trap_exit");
  me.checkpoint();
  lock_guard lock(me.box.mutex());
  return std::exchange(me.trapping, on);
}

void exit(const pid& to, const exit_reason& reason) {
  process* me = process::current();
  if (me) me->checkpoint();
  process& target = process::of(to);
  {
    delivery signal(target, me);
    signal.exit_signal(pid(me), reason, delivery::by::exit_call);
  }
  if (me == &target) me->checkpoint();
}

hold_exits::hold_exits() {
  if (process* me = process::current()) ++me->exit_hold_depth;
  this_thread::mute_interruption();
}
hold_exits::~hold_exits() {
  if (process* me = process::current()) --me->exit_hold_depth;
  this_thread::unmute_interruption();
}

}  // namespace otp
