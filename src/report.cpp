#include <otp/report.hpp>

#include <cstdio>

namespace otp {

std::string to_string(const report& r) {
  std::string who = to_string(r.actor);
  if (!r.name.empty()) who += " " + r.name;
  std::string out;
  switch (r.what) {
    case report::kind::crash:
      out = "otp: crash of " + who + "\n       reason: " + to_string(r.reason) + "\n";
      if (!r.last_message.empty()) out += "       last message: " + r.last_message + "\n";
      if (!r.ancestors.empty()) {
        out += "       ancestors:";
        for (const std::string& ancestor : r.ancestors) out += " " + ancestor;
        out += "\n";
      }
      return out;
    case report::kind::supervisor: return "otp: supervisor " + who + ": " + r.text + ": " + to_string(r.reason) + "\n";
    case report::kind::warning: return "otp: warning from " + who + ": " + r.text + "\n";
    case report::kind::abandoned:
      return "otp: abandoned " + who + ": its thread did not end after kill; the program goes on without it" +
             (r.text.empty() ? "" : " (" + r.text + ")") + "\n";
  }
  return out;
}

void report_to_stderr(const report& r) {
  const std::string text = to_string(r);
  std::fwrite(text.data(), 1, text.size(), stderr);  // stderr is unbuffered: one write
}

}  // namespace otp
