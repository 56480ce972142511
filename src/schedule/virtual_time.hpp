// virtual_time.hpp - the clock of a seeded schedule, and who sleeps until when.
//
// Mirrors        the BEAM's timer wheel, as far as sleeping processes go
// Differs        Time stands still while a thread can run, and jumps to the earliest deadline when none can. In a run
//                that waits busily it passes all the same: with the steps, after 100,000 of them without a jump; and
//                with a loop that looks at the clock, after a thousand looks without a step.
// Thread safety  now(): any thread. All else is guarded by the mutex of the `turns` whose clock it is.
// Invariants     1. Time never goes back.
//                2. To sleep and to be woken needs no memory: each seat brings its own.
//                3. When time has passed, `turns` takes those that are due (take_due) and lets them run.
// Chapter        11
#pragma once

#include <atomic>
#include <cstdint>

#include <otp/time.hpp>

#include "schedule/seat.hpp"

namespace otp {

class virtual_time {
 public:
  // relaxed: time changes only between turns, which the mutex of `turns` orders.
  time_point now() const noexcept { return time_point(duration(now_.load(std::memory_order_relaxed))); }

  // ---- sleepers -----------------------------------------------------------------------------------------------------

  /// What a seat needs to sleep. May throw std::bad_alloc.
  static seat::sleepers::node_type memory_to_sleep();
  /// It sleeps until its deadline / no longer. Without a deadline: nothing.
  void add(seat& sleeper);
  void remove(seat& sleeper);
  /// The one with the earliest deadline; null: none sleeps.
  seat* first() const noexcept { return sleeping_.empty() ? nullptr : sleeping_.begin()->second; }
  /// One whose deadline has come, and who no longer sleeps; null: there is none.
  seat* take_due();

  // ---- passing ------------------------------------------------------------------------------------------------------

  void advance_to(time_point t) noexcept;
  /// To the earliest deadline, because no thread can run. Some thread sleeps.
  void jump() noexcept;
  /// A step is taken / a thread looks at the clock. Returns: whether time has passed.
  bool step() noexcept {
    ++steps_since_jump_;
    looks_since_step_ = 0;
    if (busy()) [[unlikely]]
      advance_to(now() + busy_step_time);
    return busy();
  }
  bool look() noexcept;
  /// So many steps have been taken since the last jump that some threads must be waiting for another one to act.
  bool busy() const noexcept { return steps_since_jump_ > busy_steps; }

  // ---- while a thread is in the outside world, and no other can run ------------------------------------------------

  /// So much real time has been waited for the earliest deadline.
  void add_waited(duration really) noexcept { waited_ += really; }
  duration left_to_wait(time_point deadline) const noexcept { return deadline - now() - waited_; }

 private:
  static constexpr time_point first_moment = time_point(std::chrono::hours(1));
  /// A run that takes so many steps without a jump of time is busy waiting: until the next jump, time passes with them.
  static constexpr std::uint64_t busy_steps = 100'000;
  static constexpr duration busy_step_time = std::chrono::microseconds(10);

  std::atomic<duration::rep> now_{first_moment.time_since_epoch().count()};
  seat::sleepers sleeping_;
  duration waited_{};  // since time last passed
  std::uint64_t steps_since_jump_ = 0;
  std::uint64_t looks_since_step_ = 0;
};

}  // namespace otp
