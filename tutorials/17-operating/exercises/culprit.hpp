// Exercise 2: who is at fault?
//
// An actor waits for a reply, and it does not come. The one that is asked may be waiting for another one, and so on.
// Return the one at the end, which waits for no reply: there one has to look. (An actor that waits for no reply is at
// this end itself.) When they wait for each other in a circle there is no end: return nothing.
#pragma once

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
  const std::string who = to_string(from);
  const auto all = waits();
  return all.contains(who) ? all.at(who) : who;
}
