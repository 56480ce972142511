#include "schedule/scheduler.hpp"

#include <utility>

#include "machine/platform.hpp"

namespace otp {

scheduler::scheduler(const schedule_choice& choice,
                     std::function<void(turns::stop_cause, const std::string&)> tell_main)
    : processors_(static_cast<int>(platform::processors())),
      turns_(resolve(choice).how == schedule_choice::kind::free
                 ? nullptr
                 : std::make_unique<turns>(resolve(choice), std::move(tell_main))) {}
scheduler::~scheduler() = default;

seat* scheduler::open() {
  seat* const mine = seeded() ? &turns_->open() : nullptr;
  awake_.fetch_add(1, std::memory_order_relaxed);
  return mine;
}
void scheduler::close() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) turns_->leave();
}
void scheduler::enter(seat* mine) {
  awake_.fetch_add(1, std::memory_order_relaxed);
  if (mine) turns_->enter(*mine);
}
void scheduler::leave() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) turns_->leave();
}
void scheduler::go_outside() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) turns_->go_outside();
}
void scheduler::come_back() {
  awake_.fetch_add(1, std::memory_order_relaxed);
  if (seeded()) turns_->come_back();
}

time_point scheduler::deadline_after(duration wait) const noexcept {
  const time_point start = now();
  return wait >= never - start ? never : start + wait;
}

void scheduler::wait(unique_lock& lock, waiter& me, time_point deadline) {
  if (seeded()) return turns_->wait(lock, me.sits, deadline);
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (deadline == never)
    me.woken.wait(lock.for_waiting());
  else
    me.woken.wait_until(lock.for_waiting(), deadline);
  awake_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace otp
