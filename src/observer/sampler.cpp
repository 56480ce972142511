#include "observer/sampler.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "process/runtime.hpp"

namespace otp::observing {

namespace {

using namespace std::chrono_literals;

constexpr auto shortest = 500ms;  // rates over less say little
constexpr int growing_after = 3;
constexpr std::uint64_t growing_from = 100;
constexpr std::size_t most_warnings = 100;

/// Actors that wait for each other: `<0.2> a -> <0.3> b -> <0.2> a`.
void add_cycles(sample& now) {
  std::unordered_map<pid, const process_snapshot*> waiting;
  for (const actor_sample& each : now.actors)
    if (each.now.waits_for) waiting.emplace(each.now.pid, &each.now);
  const auto shown = [](const process_snapshot& actor) {
    return to_string(actor.pid) + (actor.name.empty() && actor.label.empty() ? "" : " " + actor.shown());
  };
  std::set<pid> seen;
  for (const actor_sample& each : now.actors) {
    std::set<pid> path;
    const process_snapshot* at = &each.now;
    const auto next = [&] {
      const auto found = at->waits_for ? waiting.find(at->waits_for) : waiting.end();
      return found == waiting.end() ? nullptr : found->second;
    };
    for (; at && !seen.contains(at->pid) && path.insert(at->pid).second;) at = next();
    if (at && path.contains(at->pid)) {
      const process_snapshot* const first = at;
      std::string text = "actors wait for each other: " + shown(*first);
      do {
        at = next();
        text += " -> " + shown(*at);
      } while (at != first);
      now.warnings.push_back({"call_cycle", first->pid, first->shown(), text});
    }
    seen.merge(path);
  }
}

}  // namespace

sampler::sampler(std::shared_ptr<runtime> watched, duration not_receiving_after)
    : watched_(std::move(watched)), not_receiving_after_(not_receiving_after) {}

std::shared_ptr<const sample> sampler::look(duration at_most_old) {
  lock_guard lock(mutex_);
  if (last_ && clock::now() - last_->taken < at_most_old) return last_;
  auto now = std::make_shared<sample>();
  now->taken = clock::now();
  now->at = std::chrono::system_clock::now();
  now->spawned = watched_->spawned();
  for (process_snapshot& seen : snapshots_of(watched_->living())) now->actors.push_back({.now = std::move(seen)});
  compare(*now);
  add_cycles(*now);
  if (now->warnings.size() > most_warnings) now->warnings.resize(most_warnings);
  return last_ = std::move(now);
}

void sampler::compare(sample& now) {
  const bool is_later = !latest_ || now.taken - *latest_ >= shortest;
  // Compared to the latest when that is long enough ago, else to the one before.
  const std::optional<clock::time_point> reference = is_later ? latest_ : before_;
  const double seconds = reference ? std::chrono::duration<double>(now.taken - *reference).count() : 0;
  std::unordered_map<std::uint64_t, history> known;
  std::uint64_t arrived = 0;
  for (actor_sample& each : now.actors) {
    const std::uint64_t number = each.now.pid.get()->number();
    const auto found = known_.find(number);
    history its = found == known_.end() ? history{.received_changed = now.taken} : found->second;
    const count counted{each.now.received, each.now.queue};
    const std::optional<count> compared = is_later ? its.latest : its.before;
    arrived += counted.received + counted.queue;
    if (reference && compared) {
      each.queue_change = static_cast<std::int64_t>(counted.queue) - static_cast<std::int64_t>(compared->queue);
      each.change = static_cast<double>(counted.received - compared->received) / seconds;
      // The owner counts what it has taken without the mutex, so a sum may be one behind an earlier one.
      arrived -= std::min(arrived, compared->received + compared->queue);
    }
    if (is_later) {
      its.grown = its.latest && counted.queue > its.latest->queue ? its.grown + 1 : 0;
      its.before = std::exchange(its.latest, counted);
    }
    if (std::exchange(its.received, counted.received) != counted.received) its.received_changed = now.taken;
    each.growing = its.grown >= growing_after && counted.queue >= growing_from;
    each.not_receiving = counted.queue > 0 && now.taken - its.received_changed >= not_receiving_after_;
    const std::string wait = std::to_string(counted.queue) + (counted.queue == 1 ? " message waits" : " messages wait");
    if (each.growing)
      now.warnings.push_back({"mailbox_growing", each.now.pid, each.now.shown(),
                              "mailbox growing: " + wait + ", more each time the observer has looked"});
    if (each.not_receiving)
      now.warnings.push_back(
          {"not_receiving", each.now.pid, each.now.shown(),
           "has received nothing for " +
               std::to_string(
                   std::chrono::duration_cast<std::chrono::seconds>(now.taken - its.received_changed).count()) +
               " s while " + wait});
    known.emplace(number, its);
  }
  known_ = std::move(known);
  if (is_later) before_ = std::exchange(latest_, now.taken);
  if (!reference) return;
  now.over_ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.taken - *reference).count();
  now.messages_per_second = static_cast<double>(arrived) / seconds;
}

}  // namespace otp::observing
