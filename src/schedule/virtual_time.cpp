#include "schedule/virtual_time.hpp"

#include <algorithm>
#include <utility>

namespace otp {

namespace {

/// So many looks at the clock without a step are a loop that waits for time to pass.
constexpr std::uint64_t most_looks = 1000;

}  // namespace

seat::sleepers::node_type virtual_time::memory_to_sleep() {
  seat::sleepers one;
  one.emplace(std::pair(never, std::uint64_t{0}), nullptr);
  return one.extract(one.begin());
}

void virtual_time::add(seat& sleeper) {
  if (sleeper.deadline == never) return;
  sleeper.among_sleeping.key() = {sleeper.deadline, sleeper.number};
  sleeper.among_sleeping.mapped() = &sleeper;
  sleeping_.insert(std::move(sleeper.among_sleeping));
}

void virtual_time::remove(seat& sleeper) {
  if (sleeper.deadline != never) sleeper.among_sleeping = sleeping_.extract({sleeper.deadline, sleeper.number});
}

seat* virtual_time::take_due() {
  seat* const due = first();
  if (!due || due->deadline > now()) return nullptr;
  remove(*due);
  return due;
}

void virtual_time::advance_to(time_point t) noexcept {
  t = std::max(t, now());
  now_.store(t.time_since_epoch().count(), std::memory_order_relaxed);  // relaxed: see now()
  waited_ = duration::zero();
}

void virtual_time::jump() noexcept {
  advance_to(first()->deadline);
  steps_since_jump_ = 0;
}

/// The longer it looks, the longer are the times that it waits for. No other one gets its turn by this, and nothing is
/// drawn: a run without such a loop is what it was.
bool virtual_time::look() noexcept {
  if (++looks_since_step_ <= most_looks) return false;
  advance_to(now() + busy_step_time * (looks_since_step_ / most_looks));
  return true;
}

}  // namespace otp
