#include <otp/sys.hpp>

#include <utility>

namespace otp {

namespace {

std::string state_in(server_status&& seen) {
  if (seen.state) return *std::move(seen.state);
  if (seen.state_failure)
    throw exit_exception(exit_reason::in_call(*seen.state_failure, "{" + seen.server_class + ",format_status,[]}"));
  throw error(errc::badarg, "get_state: " + seen.server_class + " has no format_status() const");
}

constexpr system_request status_request{system_request::what::get_status};
constexpr system_request trace_request(bool on) {
  return {on ? system_request::what::trace : system_request::what::no_trace};
}

}  // namespace

void suspend(const pid& server, duration timeout_after) {
  call(server, system_request{system_request::what::suspend}, timeout_after);
}
void suspend(const actor_name& name, duration timeout_after) {
  call(name, system_request{system_request::what::suspend}, timeout_after);
}
void resume(const pid& server, duration timeout_after) {
  call(server, system_request{system_request::what::resume}, timeout_after);
}
void resume(const actor_name& name, duration timeout_after) {
  call(name, system_request{system_request::what::resume}, timeout_after);
}
server_status get_status(const pid& server, duration timeout_after) {
  return call(server, status_request, timeout_after);
}
server_status get_status(const actor_name& name, duration timeout_after) {
  return call(name, status_request, timeout_after);
}
std::string get_state(const pid& server, duration timeout_after) {
  return state_in(call(server, status_request, timeout_after));
}
std::string get_state(const actor_name& name, duration timeout_after) {
  return state_in(call(name, status_request, timeout_after));
}
void trace_server(const pid& server, bool on, duration timeout_after) {
  call(server, trace_request(on), timeout_after);
}
void trace_server(const actor_name& name, bool on, duration timeout_after) {
  call(name, trace_request(on), timeout_after);
}

}  // namespace otp
