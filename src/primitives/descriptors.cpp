#include <otp/descriptors.hpp>

#include <string>

#include <otp/error.hpp>

#include "primitives/readiness.hpp"
#include "process/runtime.hpp"

namespace otp {

bool wait_for_one(const char* caller, const detail::watch& what, duration at_most) {
  process& me = process::require(caller);
  me.checkpoint();
  if (at_most < duration::zero()) throw error(errc::timeout_value, std::string(caller) + ": a negative time");
  const time_point deadline = me.home->scheduler.deadline_after(at_most);
  me.tell_wait([] { return std::string("a descriptor"); });
  while (at_most != duration::zero()) {
    if (wait_for_readiness(me, {&what, 1}, wakes_for::alerts, deadline)) return true;
    me.checkpoint();
    if (deadline != never && me.home->scheduler.now() >= deadline) break;
  }
  return first_ready(me, {&what, 1}).has_value();
}

bool wait_readable(int descriptor, duration at_most) {
  return wait_for_one("wait_readable", {descriptor, false}, at_most);
}
bool wait_writable(int descriptor, duration at_most) {
  return wait_for_one("wait_writable", {descriptor, true}, at_most);
}

int mailbox_descriptor() { return process::require("mailbox_descriptor").box.lend_bell().descriptor(); }

}  // namespace otp
