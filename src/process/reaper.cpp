#include "process/reaper.hpp"

#include <chrono>
#include <utility>

#include "machine/actor_thread.hpp"
#include "process/delivery.hpp"
#include "process/runtime.hpp"

namespace otp {

using phase = process::thread_phase;

namespace {

/// In real time, whatever a seed says: what is waited for are threads that take no turn any more.
time_point real_deadline(duration at_most) { return later(std::chrono::steady_clock::now(), at_most); }

/// False: the deadline has come.
bool wait(std::condition_variable& changed, unique_lock& lock, time_point deadline) {
  if (deadline != never) return changed.wait_until(lock.for_waiting(), deadline) == std::cv_status::no_timeout;
  changed.wait(lock.for_waiting());
  return true;
}

}  // namespace

reaper::reaper() = default;
reaper::~reaper() = default;

// ---- the thread that spawns -----------------------------------------------------------------------------------------

actor_thread& reaper::add(process& newborn) {
  auto its = std::make_unique<actor_thread>();
  lock_guard lock(mutex_);
  return *(running_[pid(&newborn)] = std::move(its));
}

void reaper::remove(process& newborn) noexcept {
  lock_guard lock(mutex_);
  running_.erase(pid(&newborn));
}

// ---- the thread that ends -------------------------------------------------------------------------------------------

void reaper::left(process& gone) noexcept {
  {
    lock_guard lock(mutex_);
    const auto its = running_.find(pid(&gone));
    if (its == running_.end()) {
      if (gone.phase_ == phase::acts) gone.phase_ = phase::returned;  // it could not be started
    } else if (gone.abandoned.load(std::memory_order_relaxed)) {      // relaxed: this thread has set it
      gone.phase_ = phase::not_awaited;
      its->second->handle.detach();
      running_.erase(its);
    } else {
      gone.phase_ = phase::left;
      ++left_;
    }
  }
  alert_joiners(gone);
}

void reaper::returned(process& gone) noexcept {
  handles mine;
  {
    lock_guard lock(mutex_);
    if (gone.phase_ != phase::left) return;  // abandoned, or given up at the system's end
    gone.phase_ = phase::returned;
    --left_;
    (there_is_a_reaper_ ? returned_ : mine).insert(running_.extract(pid(&gone)));
    if (!mine.empty()) there_is_a_reaper_ = true;
    changed_.notify_all();
  }
  alert_joiners(gone);  // before others are joined: who waits for this one does not wait for those
  if (mine.empty()) return;
  unique_lock lock(mutex_);
  join_returned(lock);
  returned_.merge(mine);
  cease_to_be_reaper();
}

/// The reaper's work. With mutex_ held, and held again when none is left that has returned.
void reaper::join_returned(unique_lock& lock) noexcept {
  const boost::this_thread::disable_interruption no_interruption;
  while (!returned_.empty()) {
    auto one = returned_.extract(returned_.begin());
    lock.unlock(mutex_);
    if (one.mapped()->forced)
      one.mapped()->handle.detach();  // Boost would wait for ever
    else
      one.mapped()->handle.join();  // it has nothing left to do but to go
    one = {};                       // without the mutex: its pid may be the last one
    lock.lock(mutex_);
  }
}

void reaper::cease_to_be_reaper() noexcept {
  there_is_a_reaper_ = false;
  changed_.notify_all();
}

// ---- the thread that waits ------------------------------------------------------------------------------------------

phase reaper::phase_of(const process& other) {
  lock_guard lock(mutex_);
  return other.phase_;
}

bool reaper::await_return(const process& other, duration at_most) {
  const time_point deadline = real_deadline(at_most);
  unique_lock lock(mutex_);
  while (other.phase_ == phase::left && wait(changed_, lock, deadline)) {
  }
  return other.phase_ == phase::returned;
}

joiner::joiner(process& me, process& awaited, phase until) : me_(me), awaited_(awaited), until_(until) {
  lock_guard lock(awaited_.home->threads.mutex_);
  next_ = std::exchange(awaited_.joiners_, this);
}

joiner::~joiner() {
  lock_guard lock(awaited_.home->threads.mutex_);
  joiner** link = &awaited_.joiners_;
  while (*link && *link != this) link = &(*link)->next_;
  if (*link) *link = next_;
}

/// Takes one out that waits for what has come. None: there is none.
pid reaper::next_to_alert(process& gone) {
  lock_guard lock(mutex_);
  joiner** link = &gone.joiners_;
  while (*link && (*link)->until_ > gone.phase_) link = &(*link)->next_;
  if (!*link) return {};
  joiner* const first = *link;
  *link = first->next_;
  return pid(&first->me_);
}

void reaper::alert_joiners(process& gone) noexcept {
  // One after another: the alert takes the joiner's mutex, for which the reaper's has to be released.
  while (const pid waits = next_to_alert(gone)) {
    delivery signal(process::of(waits));
    signal.alert();
  }
}

// ---- the thread that ends the system, or wants the room of those that have ended ------------------------------------

void reaper::become_reaper(unique_lock& lock, duration at_most) {
  // Ends: the reaper waits for no thread that has not returned.
  while (there_is_a_reaper_) changed_.wait(lock.for_waiting());
  there_is_a_reaper_ = true;
  const time_point deadline = real_deadline(at_most);
  while (left_ > 0 && wait(changed_, lock, deadline)) {
  }
  join_returned(lock);
}

void reaper::join_all(duration at_most) {
  unique_lock lock(mutex_);
  become_reaper(lock, at_most);
  cease_to_be_reaper();
}

void reaper::end(duration at_most, const std::function<void(const pid&)>& given_up) {
  unique_lock lock(mutex_);
  become_reaper(lock, at_most);
  while (!running_.empty()) {
    auto stuck = running_.extract(running_.begin());
    process& gone = process::of(stuck.key());
    gone.phase_ = phase::not_awaited;
    stuck.mapped()->handle.detach();
    lock.unlock();
    alert_joiners(gone);
    given_up(stuck.key());
    stuck = {};
    lock.lock();
    join_returned(lock);  // of those that were slow, one may have made it after all
  }
}

}  // namespace otp
