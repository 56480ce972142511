#include "process/process_link.hpp"

#include <otp/error.hpp>

#include "process/delivery.hpp"
#include "process/runtime.hpp"

namespace otp {

void process_link::propagate(const pid& ended, const exit_reason& reason) const {
  process& other = process::of(other_end(ended));
  delivery signal(other);
  // Under the mutex that unlink() holds too: once the entry is gone nothing comes, and while it stands it comes once.
  if (other.links.erase(ended) == 0) return;
  const exit_reason& told = too_late_ ? noproc : reason;
  signal.exit_signal(ended, told, delivery::by::link);
}

void tie(process& one, process& other, const std::shared_ptr<process_link>& bond) {
  const auto first = one.links.emplace(pid(&other), bond).first;
  try {
    other.links.emplace(pid(&one), bond);
  } catch (...) {
    one.links.erase(first);
    throw;
  }
}

void link_newborn(process& me, process& newborn) {
  const auto bond = std::make_shared<process_link>(pid(&me), pid(&newborn));
  both locked(me, newborn);
  if (!may_act(&me)) throw error(errc::not_an_actor, "spawn: this actor has been abandoned");
  tie(me, newborn, bond);
  me.home->trace(trace_event::kind::link, &me, pid(&newborn));
}

both::both(process& a, process& b)
    : first_((a.serial() < b.serial() ? a : b).box.mutex()), second_((a.serial() < b.serial() ? b : a).box.mutex()) {}

}  // namespace otp
