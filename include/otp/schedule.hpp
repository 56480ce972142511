// schedule.hpp - the seam through which every wait, every wake-up and every reading of the clock goes.
//
// Mirrors        the BEAM's scheduler and its timer wheel, seen from a process
// Differs        Free-running: the operating system schedules the threads, so this is thin. The seam exists so that
//                another scheduler of the same threads can be put in its place.
// Thread safety  Everything here may be called from any thread; wait() only by the waiter's own.
// Invariants     1. A wake-up between the test of a condition and the wait is never lost: both happen under one mutex.
//                2. Alarms ring on the clock's thread, in order of their deadlines, never early, with no lock held.
//                3. No other file of the library waits or reads a clock, but for joining threads that have told their
//                   ends.
// Chapter        11
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include <otp/time.hpp>

namespace otp {

/// Where one thread waits. The mutex that guards its condition belongs to whoever owns the waiter.
struct waiter {
  std::condition_variable woken;
};

class schedule {
 public:
  /// Errors: error{system_limit} when the clock's thread cannot be started.
  schedule();
  ~schedule();
  schedule(const schedule&) = delete;
  schedule& operator=(const schedule&) = delete;

  time_point now() const noexcept { return std::chrono::steady_clock::now(); }
  /// now() + wait, or `never` where that would overflow.
  time_point deadline_after(duration wait) const noexcept;

  /// Waits with `lock` released until wake(me) or the deadline; may also return for no reason.
  void wait(std::unique_lock<std::mutex>& lock, waiter& me, time_point deadline);
  void wake(waiter& other) noexcept { other.woken.notify_one(); }

  /// The calling thread takes part in / no longer takes part in this schedule.
  // relaxed, here and in crowded(): the count is a hint for spinning and orders nothing.
  void enter() noexcept { awake_.fetch_add(1, std::memory_order_relaxed); }
  void leave() noexcept { awake_.fetch_sub(1, std::memory_order_relaxed); }
  /// More threads want to run than there are processors: spinning would keep others from working.
  bool crowded() const noexcept { return awake_.load(std::memory_order_relaxed) > processors_; }

  /// What an alarm does; it is told its own number.
  using alarm_action = std::function<void(std::uint64_t alarm)>;
  /// Rings at the deadline, and then every `period` unless that is zero. `owner` is for cancel_all_of.
  /// An action that throws is not rung again.
  std::uint64_t call_at(time_point deadline, alarm_action action, duration period = duration::zero(),
                        std::uint64_t owner = 0);
  /// Returns: the deadline of an alarm that now will never ring (again); nothing if it has rung, is ringing for the
  /// only time, was cancelled before or never was.
  std::optional<time_point> cancel(std::uint64_t alarm);
  /// Cancels what was set with this owner.
  void cancel_all_of(std::uint64_t owner);
  /// As cancel, without cancelling.
  std::optional<time_point> deadline_of(std::uint64_t alarm) const;
  /// No alarm rings after this returns.
  void stop_clock();

 private:
  class alarm_clock;

  std::atomic<int> awake_{0};
  const int processors_;
  const std::unique_ptr<alarm_clock> clock_;
};

}  // namespace otp
