#include <otp/state_chart.hpp>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "machine/mutex.hpp"

namespace otp {

namespace {

/// One that was seen: `locked --cast coin--> unlocked`, taken apart.
struct transition {
  std::string from, event, to, note;
  friend auto operator<=>(const transition&, const transition&) = default;
};

/// `cast ns::coin` -> `coin`.
std::string event_name(std::string_view text) {
  for (const std::string_view how : {"cast ", "call ", "event "})
    if (text.starts_with(how)) text.remove_prefix(how.size());
  const std::size_t scope = text.rfind("::");
  return std::string(scope == std::string_view::npos ? text : text.substr(scope + 2));
}

transition taken_apart(std::string_view text) {
  const std::size_t begin = text.find(" --"), end = text.find("--> ");
  const std::string_view target = text.substr(end + 4);
  const std::size_t note = target.find(' ');
  return {std::string(text.substr(0, begin)), event_name(text.substr(begin + 3, end - begin - 3)),
          std::string(target.substr(0, note)), note == std::string_view::npos ? "" : std::string(target.substr(note))};
}

}  // namespace

class state_chart::memory {
 public:
  void add(const std::string& text) {
    transition one = taken_apart(text);
    lock_guard lock(mutex_);
    all_.insert(std::move(one));
  }
  std::set<transition> all() {
    lock_guard lock(mutex_);
    return all_;
  }

 private:
  mutex mutex_;
  std::set<transition> all_ OTPP_GUARDED_BY(mutex_);
};

state_chart::state_chart() : seen_(std::make_unique<memory>()) {}
state_chart::~state_chart() = default;

tracer state_chart::watch() {
  return [seen = seen_.get()](const trace_event& e) {
    if (e.what == trace_event::kind::transition) seen->add(e.text);
  };
}

std::string state_chart::mermaid(const std::vector<std::string>& states,
                                 const std::vector<std::string>& messages) const {
  const auto is_ours = [&](const std::string& name) { return std::ranges::find(states, name) != states.end(); };
  const std::set<transition> all = seen_->all();
  std::string out = "stateDiagram-v2\n", unseen;
  for (const transition& each : all)
    if (each.from == "[*]" && is_ours(each.to)) out += "    [*] --> " + each.to + "\n";
  for (const std::string& from : states) {
    std::set<std::string> handled;
    for (const transition& each : all) {
      if (each.from != from || !is_ours(each.to)) continue;
      handled.insert(each.event);
      out += "    " + from + " --> " + (each.note == " (stop)" ? "[*]" : each.to) + ": " + each.event +
             (each.note == " (stop)" ? "" : each.note) + "\n";
    }
    for (const std::string& message : messages)
      if (!handled.contains(message))
        unseen.append("    ").append(from).append(" --> never_seen: ").append(message) += '\n';
  }
  if (unseen.empty()) return out;
  return out + "    state \"never seen\" as never_seen\n" + unseen +
         "    classDef dashed stroke-dasharray: 5 5\n    class never_seen dashed\n";
}

}  // namespace otp
