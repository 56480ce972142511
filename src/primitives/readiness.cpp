#include "primitives/readiness.hpp"

#include "machine/poll.hpp"
#include "process/runtime.hpp"
#include "schedule/outside_poll.hpp"

namespace otp {

namespace {

constexpr time_point at_once = {};

void alert(process& sleeper) {
  bool wake;
  {
    lock_guard lock(sleeper.box.mutex());
    wake = sleeper.box.alert();
  }
  if (wake) sleeper.box.wake();
}

void wait_in_schedule(process& me, std::span<const detail::watch> watches, wakes_for what, time_point deadline) {
  const outside_poll outside(me.home->scheduler, watches, [&me] { alert(me); });
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

std::optional<std::size_t> first_ready(std::span<const detail::watch> watches) {
  return poll_descriptors(watches, nullptr, at_once);
}

std::optional<std::size_t> wait_for_readiness(process& me, std::span<const detail::watch> watches, wakes_for what,
                                              time_point deadline) {
  if (me.home->scheduler.seeded()) {
    if (const auto ready = first_ready(watches)) return ready;
    wait_in_schedule(me, watches, what, deadline);
    return {};
  }
  const polling now(me, what);
  if (!now.bell()) return {};
  return poll_descriptors(watches, now.bell(), deadline);
}

}  // namespace otp
