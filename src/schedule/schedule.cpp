#include "schedule/schedule.hpp"

#include <utility>

#include "machine/platform.hpp"

namespace otp {

schedule::schedule(const schedule_choice& choice, std::function<void(turns::trouble, const std::string&)> tell_main)
    : processors_(static_cast<int>(platform::processors())),
      turns_(resolve(choice) == free_running ? nullptr
                                             : std::make_unique<turns>(resolve(choice), std::move(tell_main))) {}
schedule::~schedule() = default;

seat* schedule::open() {
  seat* const mine = seeded() ? &turns_->open() : nullptr;
  awake_.fetch_add(1, std::memory_order_relaxed);
  return mine;
}
void schedule::close() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) turns_->leave();
}
void schedule::enter(seat* mine) {
  awake_.fetch_add(1, std::memory_order_relaxed);
  if (mine) turns_->enter(*mine);
}
void schedule::leave() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) turns_->leave();
}
void schedule::go_outside() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) turns_->go_outside();
}
void schedule::come_back() {
  awake_.fetch_add(1, std::memory_order_relaxed);
  if (seeded()) turns_->come_back();
}

time_point schedule::deadline_after(duration wait) const noexcept {
  const time_point start = now();
  return wait >= never - start ? never : start + wait;
}

void schedule::wait(std::unique_lock<std::mutex>& lock, waiter& me, time_point deadline) {
  if (seeded()) return turns_->wait(lock, me.sits, deadline);
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (deadline == never)
    me.woken.wait(lock);
  else
    me.woken.wait_until(lock, deadline);
  awake_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace otp
