#include <otp/trace.hpp>

#include <otp/exit_reason.hpp>

namespace otp {

std::string to_string(trace_event::kind kind) {
  switch (kind) {
    case trace_event::kind::spawn: return "spawn";
    case trace_event::kind::send: return "send";
    case trace_event::kind::receive: return "receive";
    case trace_event::kind::flushed: return "flush";
    case trace_event::kind::drop: return "drop";
    case trace_event::kind::link: return "link";
    case trace_event::kind::unlink: return "unlink";
    case trace_event::kind::monitor: return "monitor";
    case trace_event::kind::demonitor: return "demonitor";
    case trace_event::kind::exit_signal: return "exit_signal";
    case trace_event::kind::down: return "down";
    case trace_event::kind::register_name: return "register_name";
    case trace_event::kind::unregister_name: return "unregister_name";
    case trace_event::kind::set_timer: return "set_timer";
    case trace_event::kind::cancel_timer: return "cancel_timer";
    case trace_event::kind::timer_fired: return "timeout";
    case trace_event::kind::restart: return "restart";
    case trace_event::kind::transition: return "transition";
    case trace_event::kind::wait: return "wait";
    case trace_event::kind::mark: return "mark";
    case trace_event::kind::begin: return "begin";
    case trace_event::kind::exit: return "exit";
  }
  return "?";
}

void no_trace(const trace_event&) {}

std::string to_string(const trace_event& event) {
  std::string line = to_string(event.actor) + " " + to_string(event.what);
  if (event.other) line += " " + to_string(event.other);
  if (!event.text.empty()) line += " " + escaped(event.text);
  return line;
}

}  // namespace otp
