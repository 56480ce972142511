// account.hpp - what the library itself says of its actors, as JSON: for programs whose page is compared with it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <otp/otp.hpp>

namespace account {

// Of these programs only: no name has a quote in it.
inline std::string text(const std::string& value) { return '"' + value + '"'; }
inline std::string text(const otp::pid& p) { return text(to_string(p)); }

template <class Items, class Each>
std::string list(const Items& items, Each each) {
  std::string all;
  for (const auto& item : items) all += (all.empty() ? "" : ",") + each(item);
  return "[" + all + "]";
}
inline std::string list(const std::vector<otp::pid>& pids) {
  std::vector<std::string> all;
  for (const otp::pid& p : pids) all.push_back(text(p));
  std::sort(all.begin(), all.end());
  return list(all, [](const std::string& each) { return each; });
}

/// `{"pid":"<0.3>","alive":true,...}`
inline std::string of(const otp::pid& p) {
  const std::optional<otp::process_information> seen = otp::process_info(p);
  std::string all = "{\"pid\":" + text(p) + ",\"alive\":" + (seen ? "true" : "false");
  if (seen)
    all += ",\"name\":" + text(seen->registered_name) + ",\"label\":" + text(seen->label) +
           ",\"links\":" + list(seen->links) + ",\"monitors\":" + list(seen->monitors) +
           ",\"monitored_by\":" + list(seen->monitored_by) + ",\"queue\":" + std::to_string(seen->message_queue_len) +
           ",\"trap_exit\":" + (seen->trap_exit ? "true" : "false");
  return all + "}";
}

}  // namespace account
