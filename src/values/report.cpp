#include <otp/report.hpp>

#include <chrono>
#include <cstdio>
#include <ctime>

namespace otp {

namespace {

std::string who_speaks(const report& r) { return to_string(r.actor) + (r.name.empty() ? "" : " " + escaped(r.name)); }

/// A text may have lines of its own, as the deadlock report has. They stand indented, so none looks like a report.
std::string lines_of(const std::string& text, char quote = 0) {
  std::string out;
  for (std::size_t start = 0;;) {
    const std::size_t end = text.find('\n', start);
    const std::string line = escaped(text.substr(start, end - start), quote);
    out += start == 0 || line.starts_with(' ') || line.empty() ? line : "       " + line;
    if (end == std::string::npos) return out;
    out += '\n';
    start = end + 1;
  }
}

/// `2026-11-27 17:46:27.123 UTC`.
std::string to_string(std::chrono::system_clock::time_point time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const std::time_t seconds = std::chrono::system_clock::to_time_t(whole);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char day_and_time[32];
  std::strftime(day_and_time, sizeof day_and_time, "%F %T", &parts);
  const auto thousandths = std::chrono::floor<std::chrono::milliseconds>(time - whole).count();
  char all[48];
  std::snprintf(all, sizeof all, "%s.%03d UTC", day_and_time, static_cast<int>(thousandths));
  return all;
}

/// An error of the library's own, a deadlock's above all, is shown with its lines.
std::string shown(const exit_reason& reason) {
  if (reason.which() != exit_reason::kind::error || reason.type() != "otp::error") return to_string(reason);
  return "{otp::error,\"" + lines_of(reason.text(), '"') + "\"}";
}

}  // namespace

std::string to_string(const report& r) {
  const std::string who = who_speaks(r);
  std::string out;
  switch (r.what) {
    case report::kind::crash:
      out = "otp: crash of " + who + "\n       reason: " + shown(r.reason) + "\n";
      if (!r.last_message.empty()) out += "       last message: " + escaped(r.last_message) + "\n";
      if (!r.ancestors.empty()) {
        out += "       ancestors:";
        for (const std::string& ancestor : r.ancestors) out += " " + escaped(ancestor);
        out += "\n";
      }
      if (r.thread) out += "       at " + to_string(r.time) + ", thread " + std::to_string(r.thread) + "\n";
      return out;
    case report::kind::supervisor:
      return "otp: supervisor " + who + ": " + escaped(r.text) + ": " + to_string(r.reason) + "\n";
    case report::kind::warning: return "otp: warning from " + who + ": " + lines_of(r.text) + "\n";
    case report::kind::debug: return "otp: *DBG* " + who + " " + lines_of(r.text) + "\n";
    case report::kind::abandoned:
      return "otp: abandoned " + who + ": its thread did not end after kill; the program goes on without it" +
             (r.text.empty() ? "" : " (" + escaped(r.text) + ")") + "\n";
  }
  return out;
}

void report_to_stderr(const report& r) {
  const std::string text = to_string(r);
  std::fwrite(text.data(), 1, text.size(), stderr);  // stderr is unbuffered: one write
}

}  // namespace otp
