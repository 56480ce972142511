#include <otp/trace.hpp>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <memory>
#include <mutex>
#include <system_error>

#include <otp/error.hpp>
#include <otp/exit_reason.hpp>

namespace otp {

namespace {

std::string quoted(const std::string& text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') json += '\\';
    if (static_cast<unsigned char>(c) >= ' ') {
      json += c;
      continue;
    }
    char code[8];
    std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
    json += code;
  }
  return json + '"';
}

}  // namespace

tracer trace_to_file(const std::string& path) {
  struct written {
    std::ofstream file;
    std::mutex mutex;
  };
  const auto to = std::make_shared<written>();
  to->file.open(path, std::ios::app);
  if (!to->file)
    throw error(errc::badarg, "trace: cannot write to '" + path + "': " + std::generic_category().message(errno));
  return [to](const trace_event& e) {
    const std::string line = "{\"at\":" + std::to_string(e.at.time_since_epoch().count()) +
                             ",\"what\":" + quoted(to_string(e.what)) + ",\"actor\":" + quoted(to_string(e.actor)) +
                             ",\"other\":" + (e.other ? quoted(to_string(e.other)) : "\"\"") +
                             ",\"text\":" + quoted(e.text) + ",\"position\":" + std::to_string(e.position) + "}";
    std::lock_guard lock(to->mutex);
    to->file << line << std::endl;  // a program may end at any moment
  };
}

std::string to_string(trace_event::kind kind) {
  switch (kind) {
    case trace_event::kind::spawn: return "spawn";
    case trace_event::kind::send: return "send";
    case trace_event::kind::receive: return "receive";
    case trace_event::kind::link: return "link";
    case trace_event::kind::unlink: return "unlink";
    case trace_event::kind::monitor: return "monitor";
    case trace_event::kind::demonitor: return "demonitor";
    case trace_event::kind::exit_signal: return "exit_signal";
    case trace_event::kind::down: return "down";
    case trace_event::kind::register_name: return "register_name";
    case trace_event::kind::unregister_name: return "unregister_name";
    case trace_event::kind::restart: return "restart";
    case trace_event::kind::exit: return "exit";
  }
  return "?";
}

std::string to_string(const trace_event& event) {
  std::string line = to_string(event.actor) + " " + to_string(event.what);
  if (event.other) line += " " + to_string(event.other);
  if (!event.text.empty()) line += " " + escaped(event.text);
  return line;
}

}  // namespace otp
