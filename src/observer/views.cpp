#include "observer/views.hpp"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <map>
#include <unordered_map>

#include "observer/json.hpp"
#include "process/runtime.hpp"

namespace otp::observing {

namespace {

using activity = process_snapshot::activity;

const char* to_text(activity doing) {
  switch (doing) {
    case activity::running: return "running";
    case activity::waiting: return "waiting";
    case activity::polling: return "polling";
    case activity::ending: return "ending";
  }
  return "?";
}

/// The starter, if it had one: it may have ended.
std::string starter_of(const watched& seen, const process_snapshot& actor) {
  return actor.parent_number == 0 ? "null" : json_text(pid_text(seen.system->number, actor.parent_number));
}

/// What the table and one actor's page have in common.
json_object row(const watched& seen, const actor_sample& each) {
  const process_snapshot& actor = each.now;
  json_object out;
  out.add("pid", actor.pid).add("name", actor.name).add("label", actor.label).add("shown", actor.shown());
  out.add("child_id", actor.child_id).raw("parent", starter_of(seen, actor)).add("supervisor", actor.supervises);
  out.add("state", to_text(actor.doing));
  out.raw("waits", actor.doing != activity::waiting
                       ? "null"
                       : json_object().add("text", actor.waits).add("for", actor.waits_for).str());
  out.add("queue", actor.queue).add("queue_change", each.queue_change);
  out.add("received", actor.received).add("change", each.change);
  out.add("trap_exit", actor.trap_exit).add("restarts", actor.restarts).add("restarts_made", actor.restarts_made);
  std::string warned;
  if (each.growing) warned += R"("mailbox_growing")";
  if (each.not_receiving) warned += std::string(warned.empty() ? "" : ",") + R"("not_receiving")";
  out.raw("warnings", "[" + warned + "]");
  return out;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool matches(const process_snapshot& actor, const std::string& filter) {
  if (filter.empty()) return true;
  for (const std::string& text : {to_string(actor.pid), actor.name, actor.label, actor.child_id, actor.waits})
    if (lower(text).find(filter) != std::string::npos) return true;
  return false;
}

using before = std::function<bool(const actor_sample&, const actor_sample&)>;
struct column {
  before less;
  bool largest_first;
};

template <class F>
column by(F key, bool largest_first) {
  return {[key](const actor_sample& a, const actor_sample& b) { return key(a) < key(b); }, largest_first};
}

const std::map<std::string, column>& columns() {
  static const std::map<std::string, column> all = {
      {"pid", by([](const actor_sample& a) { return a.now.pid.get()->number(); }, false)},
      {"name", by([](const actor_sample& a) { return a.now.shown(); }, false)},
      {"state", by([](const actor_sample& a) { return a.now.doing; }, false)},
      {"queue", by([](const actor_sample& a) { return a.now.queue; }, true)},
      {"received", by([](const actor_sample& a) { return a.now.received; }, true)},
      {"change", by([](const actor_sample& a) { return a.change.value_or(0); }, true)},
      {"links", by([](const actor_sample& a) { return a.now.links; }, true)}};
  return all;
}

const char* what_of(report::kind what) {
  switch (what) {
    case report::kind::crash: return "crash";
    case report::kind::supervisor: return "supervisor";
    case report::kind::warning: return "warning";
    case report::kind::abandoned: return "abandoned";
    case report::kind::debug: return "debug";
  }
  return "?";
}

std::string pid_list(const std::vector<pid>& all) {
  return json_list(all, [](const pid& each) { return json_text(to_string(each)); });
}

}  // namespace

bool can_sort_by(const std::string& name) { return columns().contains(name); }

std::string overview_view(watched& seen, duration at_most_old) {
  const auto now = seen.sampler.look(at_most_old);
  std::uint64_t ending = 0, supervisors = 0, waiting = 0, queued = 0, received = 0, restarts = 0;
  const process_snapshot* longest = nullptr;
  for (const actor_sample& each : now->actors) {
    ending += each.now.doing == activity::ending;
    supervisors += each.now.supervises;
    waiting += each.now.doing == activity::waiting || each.now.doing == activity::polling;
    queued += each.now.queue;
    received += each.now.received;
    restarts += each.now.restarts_made;
    if (each.now.queue > (longest ? longest->queue : 0)) longest = &each.now;
  }
  const runtime& system = *seen.system;
  json_object out;
  out.add("at", milliseconds(now->at)).add("program", program_invocation_short_name);
  out.add("system", std::uint32_t{system.number}).add("schedule", to_string(resolve(system.settings.schedule)));
  out.add("uptime_ms", std::chrono::duration_cast<std::chrono::milliseconds>(now->taken - seen.since).count());
  out.add("actors", now->actors.size() - ending).add("ending", ending).add("supervisors", supervisors);
  out.add("waiting", waiting).add("queued", queued);
  out.raw("longest_queue",
          longest
              ? json_object().add("pid", longest->pid).add("shown", longest->shown()).add("queue", longest->queue).str()
              : "null");
  out.add("spawned", now->spawned).add("received", received).add("messages_per_second", now->messages_per_second);
  out.add("over_ms", now->over_ms).add("restarts", restarts);
  out.add("crashes", seen.reports->crashes()).add("reports", seen.reports->total());
  out.raw("warnings", json_list(now->warnings, [](const warning& each) {
            return json_object()
                .add("what", each.what)
                .add("pid", each.pid)
                .add("shown", each.shown)
                .add("text", each.text)
                .str();
          }));
  out.raw(
      "allows",
      json_object().add("actions", static_cast<bool>(seen.worker)).add("record", !seen.settings.record.empty()).str());
  out.raw("recording", seen.recorder.on() ? json_object().add("path", seen.recorder.path()).str() : "null");
  const chaos random = seen.chaos_now();
  out.raw("chaos", json_object()
                       .add("on", random.on)
                       .add("every", random.every)
                       .add("crashed", random.crashed)
                       .add("last", random.last)
                       .str());
  out.raw("streams", json_object().add("open", seen.streams.load()).add("most", seen.settings.streams).str());
  return out.str();
}

std::string processes_view(watched& seen, const table_request& asked, duration at_most_old) {
  const auto now = seen.sampler.look(at_most_old);
  const std::string filter = lower(asked.filter);
  std::vector<const actor_sample*> all;
  for (const actor_sample& each : now->actors)
    if (matches(each.now, filter)) all.push_back(&each);
  const column& sorted = columns().at(asked.sort);
  const bool descends = asked.order.empty() ? sorted.largest_first : asked.order == "desc";
  // Stable: those that are equal stay in the order of their pids.
  std::stable_sort(all.begin(), all.end(), [&](const actor_sample* a, const actor_sample* b) {
    return descends ? sorted.less(*b, *a) : sorted.less(*a, *b);
  });
  const std::size_t matching = all.size();
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(asked.offset, all.size())));
  if (all.size() > asked.limit) all.resize(asked.limit);
  json_object out;
  out.add("at", milliseconds(now->at)).add("over_ms", now->over_ms).add("total", now->actors.size());
  out.add("matching", matching).add("offset", asked.offset);
  out.add("sort", asked.sort).add("order", descends ? "desc" : "asc");
  out.raw("processes", json_list(all, [&](const actor_sample* each) {
            return row(seen, *each)
                .add("links", each->now.links)
                .add("monitors", each->now.monitors)
                .add("monitored_by", each->now.monitored_by)
                .str();
          }));
  return out.str();
}

std::string tree_view(watched& seen, duration at_most_old) {
  constexpr std::size_t most = 10'000;
  const auto now = seen.sampler.look(at_most_old);
  std::unordered_map<std::uint64_t, const process_snapshot*> by_number;
  std::vector<const process_snapshot*> nodes;
  for (const actor_sample& each : now->actors) {
    by_number.emplace(each.now.pid.get()->number(), &each.now);
    if (nodes.size() < most) nodes.push_back(&each.now);
  }
  json_object out;
  out.add("at", milliseconds(now->at)).add("cut", now->actors.size() - nodes.size());
  out.raw("nodes", json_list(nodes, [&](const process_snapshot* each) {
            const std::string starter = starter_of(seen, *each);
            return json_object()
                .add("pid", each->pid)
                .raw("parent", by_number.contains(each->parent_number) ? starter : "null")
                .raw("starter", starter)
                .add("name", each->name)
                .add("label", each->label)
                .add("shown", each->shown())
                .add("supervisor", each->supervises)
                .add("child_id", each->child_id)
                .add("restarts", each->restarts)
                .add("restarts_made", each->restarts_made)
                .add("state", to_text(each->doing))
                .add("queue", each->queue)
                .str();
          }));
  return out.str();
}

std::string names_view(watched& seen) {
  constexpr std::size_t most = 1000;
  json_object out;
  out.raw("names", json_list(seen.system->names(), [](const auto& each) {
            return json_object().add("name", each.first).add("pid", each.second).str();
          }));
  out.raw("tables", json_list(seen.shown(), [](const watched::table& table) {
            observer::keys all = table.second();
            std::sort(all.begin(), all.end());
            const std::size_t cut = all.size() > most ? all.size() - most : 0;
            all.resize(all.size() - cut);
            return json_object()
                .add("name", table.first)
                .raw("keys", json_list(all,
                                       [](const auto& each) {
                                         return json_object().add("key", each.first).add("pid", each.second).str();
                                       }))
                .add("cut", cut)
                .str();
          }));
  out.add("left_out", "keyed registries and process groups that the program has not given to observer::show");
  return out.str();
}

std::string reports_view(watched& seen, std::size_t limit) {
  const auto [entries, total] = seen.reports->last(limit);
  json_object out;
  out.add("total", total).raw("reports", json_list(entries, [](const report_log::entry& each) {
                                return json_object()
                                    .add("id", each.id)
                                    .add("at", milliseconds(each.at))
                                    .add("what", what_of(each.what.what))
                                    .add("pid", each.what.actor)
                                    .add("name", each.what.name)
                                    .add("reason", to_string(each.what.reason))
                                    .add("text", to_string(each.what))
                                    .str();
                              }));
  return out.str();
}

std::optional<std::string> process_view(watched& seen, const std::string& text) {
  constexpr std::size_t most_messages = 50;
  const auto now = seen.sampler.look();
  const auto found = std::find_if(now->actors.begin(), now->actors.end(),
                                  [&](const actor_sample& each) { return to_string(each.now.pid) == text; });
  const auto details = found == now->actors.end() ? std::nullopt : details_of(found->now.pid, most_messages);
  if (!details) return std::nullopt;
  std::vector<pid> children;
  for (const actor_sample& each : now->actors)
    if (each.now.parent_number == found->now.pid.get()->number()) children.push_back(each.now.pid);
  json_object out = row(seen, *found);
  out.raw("links", pid_list(details->links)).raw("monitors", pid_list(details->monitors));
  out.raw("monitored_by", pid_list(details->monitored_by)).raw("ancestors", json_list(details->ancestors, json_text));
  out.raw("children", pid_list(children)).add("mailbox_limit", details->mailbox_limit);
  out.raw("messages", details->messages ? json_list(*details->messages, json_text) : "null");
  out.add("messages_shown", details->messages ? details->messages->size() : 0);
  return out.str();
}

}  // namespace otp::observing
