// Right, too: more steps than waits are a circle
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <regex>
#include <sstream>
#include <string>

#include <otp/otp.hpp>

/// Who waits for a reply at this moment, and from whom: pids, as text.
inline std::map<std::string, std::string> waits() {
  std::map<std::string, std::string> found;
  std::istringstream tree(otp::tree_text());
  const std::regex waits_for(" *(<[0-9.]+>).*, waits for a reply to .* from (<[0-9.]+>)");
  std::smatch part;
  for (std::string line; std::getline(tree, line);)
    if (std::regex_match(line, part, waits_for)) found.emplace(part[1], part[2]);
  return found;
}

inline std::optional<std::string> culprit(const otp::pid& from) {
  const auto all = waits();
  std::string who = to_string(from);
  for (std::size_t steps = 0; steps <= all.size(); ++steps) {
    const auto next = all.find(who);
    if (next == all.end()) return who;
    who = next->second;
  }
  return std::nullopt;
}
