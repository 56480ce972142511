#include "primitives/readiness.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "machine/poll.hpp"
#include "process/runtime.hpp"
#include "process/simulated_network.hpp"
#include "schedule/outside_poll.hpp"

namespace otp {

namespace {

constexpr time_point at_once = {};

bool is_real(const detail::watch& w) noexcept { return w.simulated == nullptr; }

/// The caller stands in the lists of the simulated ones that it waits for, and in the report of a deadlock.
class waiting_actor {
 public:
  waiting_actor(process& me, std::span<const detail::watch> watches) : me_(me) {
    me_.watching = watches;
    for (const detail::watch& w : watches) {
      if (is_real(w)) continue;
      w.simulated->add_waiting(me_);
      added_.push_back(w.simulated);
    }
  }
  ~waiting_actor() {
    for (detail::simulated_end* const end : added_) end->remove_waiting(me_);
    me_.watching = {};
  }
  waiting_actor(const waiting_actor&) = delete;
  waiting_actor& operator=(const waiting_actor&) = delete;

 private:
  process& me_;
  std::vector<detail::simulated_end*> added_;
};

/// Until an alert, the deadline, or the time from which a simulated one is ready as things stand.
void wait_in_schedule(process& me, std::span<const detail::watch> watches, wakes_for what, time_point deadline) {
  const waiting_actor waits(me, watches);
  std::vector<detail::watch> real;
  for (const detail::watch& w : watches) {
    if (is_real(w))
      real.push_back(w);
    else
      deadline = std::min(deadline, w.simulated->ready_from(w.writing));
  }
  std::optional<outside_poll> outside;
  if (!real.empty()) outside.emplace(me.home->scheduler, real, [&me] { alert(me); });
  if (what == wakes_for::messages)
    me.box.wait_for_message(deadline);
  else
    me.box.wait_for_alert(deadline);
}

/// Between begin_poll and end_poll, and awake to others no more.
class polling {
 public:
  polling(process& me, wakes_for what) : me_(me), bell_(me.box.begin_poll(what == wakes_for::messages)) {
    if (bell_) me_.home->scheduler.go_outside();
  }
  ~polling() {
    if (!bell_) return;
    me_.home->scheduler.come_back();
    me_.box.end_poll();
  }
  polling(const polling&) = delete;
  polling& operator=(const polling&) = delete;
  const doorbell* bell() const noexcept { return bell_; }

 private:
  process& me_;
  const doorbell* const bell_;
};

}  // namespace

std::optional<std::size_t> first_ready(process& me, std::span<const detail::watch> watches) {
  if (std::all_of(watches.begin(), watches.end(), is_real)) return poll_descriptors(watches, nullptr, at_once);
  for (std::size_t i = 0; i < watches.size(); ++i) {
    const detail::watch& w = watches[i];
    if (is_real(w) ? poll_descriptors({&w, 1}, nullptr, at_once).has_value()
                   : w.simulated->ready_from(w.writing) <= me.home->scheduler.now())
      return i;
  }
  return {};
}

std::optional<std::size_t> wait_for_readiness(process& me, std::span<const detail::watch> watches, wakes_for what,
                                              time_point deadline) {
  if (me.home->scheduler.seeded()) {
    if (const auto ready = first_ready(me, watches)) return ready;
    wait_in_schedule(me, watches, what, deadline);
    return {};
  }
  const polling now(me, what);
  if (!now.bell()) return {};
  return poll_descriptors(watches, now.bell(), deadline);
}

}  // namespace otp
