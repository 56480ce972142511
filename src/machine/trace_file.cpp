// The tracer that writes to a file.
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <memory>
#include <system_error>

#include <otp/error.hpp>
#include <otp/trace.hpp>

#include "machine/mutex.hpp"
#include "machine/platform.hpp"

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

class trace_file {
 public:
  explicit trace_file(const std::string& path) : file_(path, std::ios::app) {
    if (!file_)
      throw error(errc::badarg, "trace: cannot write to '" + path + "': " + std::generic_category().message(errno));
  }
  void write(const std::string& line) {
    lock_guard lock(mutex_);
    file_ << line << std::endl;  // a program may end at any moment
  }

 private:
  mutex mutex_;
  std::ofstream file_ OTPP_GUARDED_BY(mutex_);
};

std::string quoted(const pid& p) { return p ? quoted(to_string(p)) : "\"\""; }

}  // namespace

std::string to_json(const trace_event& e) {
  if (e.what == trace_event::kind::begin)
    return "{\"otpp_trace\":1,\"schedule\":" + quoted(e.text) + ",\"program\":" + quoted(platform::program_name()) +
           "}";
  std::string line = "{\"at\":" + std::to_string(e.at.time_since_epoch().count()) +
                     ",\"what\":" + quoted(to_string(e.what)) + ",\"actor\":" + quoted(e.actor) +
                     ",\"other\":" + quoted(e.other) + ",\"text\":" + quoted(e.text) +
                     ",\"position\":" + std::to_string(e.position);
  if (!e.value.empty()) line += ",\"value\":" + quoted(e.value);
  if (e.id != ref()) line += ",\"id\":" + quoted(to_string(e.id));
  if (e.step != 0) line += ",\"step\":" + std::to_string(e.step);
  for (const std::string& other : e.could_run)
    line += (&other == &e.could_run.front() ? ",\"could_run\":[" : ",") + quoted(other);
  return line + (e.could_run.empty() ? "}" : "]}");
}

tracer trace_to_file(const std::string& path) {
  return [to = std::make_shared<trace_file>(path)](const trace_event& e) { to->write(to_json(e)); };
}

}  // namespace otp
