// scheduler.hpp - the seam through which every wait, every wake-up and every reading of the clock goes.
//
// Mirrors        the BEAM's scheduler, seen from a process
// Differs        Free-running, the operating system schedules the threads, and this is thin: one branch. With a seed
//                turns.hpp does.
// Thread safety  Everything here may be called from any thread; wait() only by the waiter's own.
// Invariants     1. A wake-up between the test of a condition and the wait is never lost: both happen under one mutex.
//                2. No other file of the library waits or reads a clock, but for `turns`, and for joining threads
//                   that have told their ends.
// Chapter        11
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <otp/seeded.hpp>
#include <otp/time.hpp>

#include "machine/mutex.hpp"
#include "schedule/turns.hpp"

namespace otp {

/// Where one thread waits. The mutex that guards its condition belongs to the owner of the waiter.
struct waiter {
  std::condition_variable woken;      // free-running
  std::atomic<seat*> sits = nullptr;  // seeded: set when it first waits
};

class scheduler {
 public:
  /// \param tell_main  see turns
  /// Errors: error{badarg} for a bad OTP_SCHEDULE.
  explicit scheduler(const schedule_choice& choice = free_running,
                     std::function<void(turns::stop_cause, const std::string&)> tell_main = {});
  ~scheduler();
  scheduler(const scheduler&) = delete;
  scheduler& operator=(const scheduler&) = delete;

  /// Whether a seed says who runs.
  bool seeded() const noexcept {
#ifdef OTPP_WITHOUT_SEAM  // for measuring what the seam costs
    return false;
#else
    return turns_ != nullptr;
#endif
  }

  /// The time, for a loop of the user's that may do nothing but look at it.
  time_point look_at_clock() {
    if (seeded()) turns_->look_at_clock();
    return now();
  }
  time_point now() const noexcept { return seeded() ? turns_->now() : std::chrono::steady_clock::now(); }
  /// now() + wait, or `never` where that would overflow.
  time_point deadline_after(duration wait) const noexcept;

  /// Waits with `lock` released until wake(me) or the deadline; may also return for no reason.
  void wait(unique_lock& lock, waiter& me, time_point deadline);
  void wake(waiter& other) noexcept {
    if (seeded()) [[unlikely]]
      turns_->wake(other.sits.load(std::memory_order_relaxed));  // relaxed: it is one seat, always the same
    else
      other.woken.notify_one();
  }

  /// A thread that is to be started gets its place in the order of the threads; enter() takes it.
  seat* reserve(const std::string& name) { return seeded() ? &turns_->reserve(name) : nullptr; }
  void give_back(seat* unused) {
    if (unused) turns_->give_back(*unused);
  }
  /// The calling thread takes part / no longer takes part in this schedule.
  // relaxed, wherever awake_ is used: the count is a hint for spinning and orders nothing.
  void enter(seat* mine);
  void leave();
  /// ... as the main actor's: the first to do so. Returns its seat; null when free-running.
  /// May throw std::bad_alloc, and then nothing has happened.
  seat* open();
  void close();
  /// It will never be opened: threads that have seats take their turns without a main actor, and leave.
  void open_for_leaving() noexcept {
    if (seeded()) turns_->open_for_leaving();
  }
  /// Another thread may have its turn here. Not for a thread that holds a mutex.
  void step() {
    if (seeded()) turns_->step();
  }
  /// What the calling thread does between these two does not depend on other threads of this schedule.
  void go_outside();
  void come_back();
  /// So many more (fewer) threads that are no actors may send to these.
  void expect_outside(int more) {
    if (seeded()) turns_->expect_outside(more);
  }
  /// So many more (fewer) threads that are no actors wait for the real world, to wake these.
  void keep_real_time(int more) {
    if (seeded()) turns_->keep_real_time(more);
  }
  /// More threads want to run than there are processors: spinning would keep others from working.
  bool crowded() const noexcept { return seeded() || awake_.load(std::memory_order_relaxed) > processors_; }
  /// With a seed: who can run, but for the thread whose turn it is, `<0.3>`; in the order in which they became able to.
  std::vector<std::string> others_ready() const {
    return seeded() ? turns_->others_ready() : std::vector<std::string>{};
  }
  schedule_progress progress() const { return seeded() ? turns_->progress() : schedule_progress{}; }

 private:
  std::atomic<int> awake_{0};
  const int processors_;
  const std::unique_ptr<turns> turns_;  // null: free-running
};

}  // namespace otp
