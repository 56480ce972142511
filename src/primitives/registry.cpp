#include <otp/registry.hpp>

#include "process/runtime.hpp"

namespace otp {

void register_name(std::string_view name, const pid& holder) {
  process& me = process::require("register_name");
  me.checkpoint();
  me.home->register_name(me, name, holder);
  me.home->trace(trace_event::kind::register_name, &me, holder, [&](trace_event& e) { e.text = name; });
}

void unregister_name(std::string_view name) {
  process& me = process::require("unregister_name");
  me.checkpoint();
  const pid holder = me.home->unregister_name(me, name);
  me.home->trace(trace_event::kind::unregister_name, &me, holder, [&](trace_event& e) { e.text = name; });
}

pid whereis_name(const actor_name& name) {
  process& me = process::require("whereis_name");
  me.checkpoint();
  return me.home->whereis(name);
}

std::vector<std::string> registered() {
  process& me = process::require("registered");
  me.checkpoint();
  return me.home->registered();
}

}  // namespace otp
