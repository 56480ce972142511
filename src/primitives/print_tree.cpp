#include <otp/print_tree.hpp>

#include <algorithm>
#include <cstdio>
#include <map>
#include <vector>

#include <otp/exit_reason.hpp>

#include "process/process_snapshot.hpp"
#include "process/runtime.hpp"

namespace otp {

namespace {

std::string counted(std::uint64_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}
std::string wait_text(std::uint64_t n) { return counted(n, "message") + (n == 1 ? " waits" : " wait"); }

/// A server waits for what its loop handles, and for any other message: to people that is one.
std::string waits_of(const process_snapshot& actor) {
  return actor.waits.ends_with("any message") ? "a message" : escaped(actor.waits);
}

std::string line_of(const process_snapshot& actor, const std::string& orphan_of) {
  using activity = process_snapshot::activity;
  std::string line = to_string(actor.pid);
  if (!actor.name.empty() || !actor.label.empty()) line += " " + escaped(actor.shown());
  if (!orphan_of.empty()) line += ", started by " + orphan_of + ", which has ended";
  if (actor.supervises) line += ", supervisor";
  if (!actor.child_id.empty()) line += ", child " + escaped(actor.child_id);
  if (actor.restarts != 0) line += ", restarted " + counted(actor.restarts, "time");
  if (actor.restarts_made != 0) line += ", made " + counted(actor.restarts_made, "restart");
  if (actor.queue != 0) line += ", " + wait_text(actor.queue);
  switch (actor.doing) {
    case activity::running: return line + ", runs";
    case activity::waiting: return line + ", waits for " + waits_of(actor);
    case activity::polling: return line + ", waits for descriptors";
    case activity::ending: return line + ", ends";
  }
  return line;
}

}  // namespace

std::string tree_text() {
  process& me = process::require("tree_text");
  me.checkpoint();
  const std::vector<process_snapshot> all = snapshots_of(me.home->living());
  std::map<std::uint64_t, std::vector<const process_snapshot*>> children_of;
  std::map<std::uint64_t, const process_snapshot*> by_number;
  std::uint64_t queued = 0, restarts = 0;
  for (const process_snapshot& each : all) {
    by_number.emplace(each.pid.get()->number(), &each);
    children_of[each.parent_number].push_back(&each);
    queued += each.queue;
    restarts += each.restarts_made;
  }
  std::string text = "system " + std::to_string(me.home->number) + ": " + counted(all.size(), "actor");
  if (queued != 0) text += ", " + wait_text(queued);
  if (restarts != 0) text += ", " + counted(restarts, "restart");
  text += "\n";

  // A stack of what is still to be written, not recursion: a chain of starters may be as long as there are actors.
  struct place {
    const process_snapshot* actor;
    std::size_t depth;
  };
  constexpr std::size_t deepest = 40;  // farther to the right nothing is read
  std::vector<place> to_write;
  for (auto root = all.rbegin(); root != all.rend(); ++root)
    if (!by_number.contains(root->parent_number)) to_write.push_back({&*root, 0});
  while (!to_write.empty()) {
    const auto [actor, depth] = to_write.back();
    to_write.pop_back();
    const bool orphan = depth == 0 && actor->parent_number != 0;
    text += std::string(2 * std::min(depth, deepest), ' ') +
            line_of(*actor, orphan ? pid_text(me.home->number, actor->parent_number) : "") + "\n";
    const auto children = children_of.find(actor->pid.get()->number());
    if (children == children_of.end()) continue;
    for (auto child = children->second.rbegin(); child != children->second.rend(); ++child)
      to_write.push_back({*child, depth + 1});
  }
  return text;
}

void print_tree() {
  const std::string text = tree_text();
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace otp
