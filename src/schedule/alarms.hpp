// alarms.hpp - the alarm clock of a system: what is to happen when a time has come.
//
// Mirrors        the BEAM's timer wheel
// Differs        One thread a clock, which sleeps until the earliest deadline.
// Thread safety  All members, from any thread; actions run on the clock's own.
// Invariants     1. Alarms ring in order of their deadlines, those of one deadline in the order in which they were set;
//                   never early, and with no lock held.
//                2. An action is destroyed without the clock's mutex: it may own messages with destructors of their
//                   own.
//                3. The thread is there from the start: `kill`, which needs it, may be wanted most when no thread can
//                   be had any more.
// Chapter        9
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include <otp/time.hpp>

#include "machine/mutex.hpp"
#include "schedule/scheduler.hpp"

namespace boost {
class thread;
}

namespace otp {

class alarm_clock {
 public:
  /// What an alarm does; it is told its own number.
  using action = std::function<void(std::uint64_t alarm)>;

  /// Its thread takes part in this schedule, and takes the next place in the order of the threads.
  /// Errors: error{system_limit} when the thread cannot be started.
  explicit alarm_clock(scheduler& s);
  /// Stops it.
  ~alarm_clock();
  alarm_clock(const alarm_clock&) = delete;
  alarm_clock& operator=(const alarm_clock&) = delete;

  /// Rings at the deadline, and then every `period` unless that is zero. `owner` is for cancel_all_of.
  /// An action that throws is not rung again. When `void_if` is true, under the clock's mutex, nothing is set: 0.
  /// May throw std::bad_alloc, and then nothing has happened.
  std::uint64_t call_at(time_point deadline, action what, duration period = duration::zero(), std::uint64_t owner = 0,
                        const std::atomic<bool>* void_if = nullptr);
  /// Returns: the deadline of an alarm that now will never ring (again); nothing if it has rung, is ringing for the
  /// only time, was cancelled before or never was.
  std::optional<time_point> cancel(std::uint64_t alarm, const std::atomic<bool>* void_if = nullptr);
  /// Waits until it does not ring: then what its action sends has been sent. Not for an action of an alarm.
  void await_ring(std::uint64_t alarm);
  /// Cancels what was set with this owner.
  void cancel_all_of(std::uint64_t owner);
  /// As cancel, without cancelling.
  std::optional<time_point> deadline_of(std::uint64_t alarm) const;
  /// No alarm rings after this returns. For the thread that ends the system.
  void stop();

 private:
  // Two alarms of one deadline ring in the order in which they were set: the number breaks the tie.
  using key = std::pair<time_point, std::uint64_t>;
  struct alarm {
    action what = {};
    duration period = {};
    std::uint64_t owner = 0;
  };
  using alarms = std::map<key, alarm>;

  void start();
  void run();
  void ring(unique_lock& lock) OTPP_REQUIRES(mutex_);
  void set(alarms::node_type one) OTPP_REQUIRES(mutex_);

  scheduler& scheduler_;
  mutable mutex mutex_;
  alarms pending_ OTPP_GUARDED_BY(mutex_);
  std::unordered_map<std::uint64_t, time_point> deadlines_ OTPP_GUARDED_BY(mutex_);
  std::set<std::pair<std::uint64_t, std::uint64_t>> owned_ OTPP_GUARDED_BY(mutex_);  // owner, alarm
  std::uint64_t ringing_ OTPP_GUARDED_BY(mutex_) = 0;      // the alarm whose action runs, without the lock
  std::vector<waiter*> awaiting_ OTPP_GUARDED_BY(mutex_);  // in await_ring
  bool stopped_ OTPP_GUARDED_BY(mutex_) = false;
  // the rest needs no mutex
  waiter waiter_;  // of the clock's thread
  std::atomic<std::uint64_t> last_id_{0};
  const std::unique_ptr<boost::thread> thread_;  // written by the constructor, joined by stop()
};

}  // namespace otp
