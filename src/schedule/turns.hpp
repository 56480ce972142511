// turns.hpp - the seeded schedule: of all threads of a system only the one whose turn it is runs.
//
// Mirrors        the BEAM's run queue, with one scheduler and the seed in the place of the reductions
// Differs        Nothing else changes: the same threads, mailboxes and signals. At each step of an actor (every send,
//                receive, spawn, exit, link, monitor, timer, registry operation, checkpoint) the seed says whose turn
//                it is (policy.hpp). Time is virtual (virtual_time.hpp): it stands still while a thread can run.
// Thread safety  Each operation says who may call it; wake and now: any thread.
// Invariants     1. The thread whose turn it is holds no mutex of the library when it passes it on, so the next one
//                   never waits for a mutex of a thread that does not run.
//                2. Which seats can run, and in which order they became able to, depends only on the steps so far; so
//                   the same seed gives the same run.
//                3. A wake-up is never lost: the seat is marked as waiting before the mutex that guards its condition
//                   is released.
//                4. The run cannot hang: when all wait without a deadline, and no thread outside is expected, the main
//                   actor is told of the deadlock. A thread that takes no step for ten seconds loses its turn; for
//                   one second, if it does nothing meanwhile (stall_detector.hpp).
// Chapter        11
//
// What the seed cannot fix: threads that are no actors of the system and send to it; work inside otp::blocking; real
// clocks and addresses that the program looks at.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <otp/seeded.hpp>
#include <otp/time.hpp>

#include "machine/mutex.hpp"
#include "schedule/policy.hpp"
#include "schedule/seat.hpp"
#include "schedule/virtual_time.hpp"

namespace otp {

class turns {
 public:
  /// Why the main actor is told, where it may throw (deadlock, too_long); or why a thread has lost its turn.
  enum class stop_cause : std::uint8_t { none, deadlock, too_long, blocked, computing };
  /// \param tell  called on main's thread, without a mutex (the last two, of which the thread with the named seat has
  ///              lost the turn: on any thread)
  turns(const schedule_choice& choice, std::function<void(stop_cause, const std::string&)> tell);
  ~turns();

  // ---- taking part --------------------------------------------------------------------------------------------------

  /// A seat for a thread that is about to start. Made by the thread that starts it, so that the order of seats is the
  /// order of starting, however long the operating system takes.
  seat& reserve(std::string name);
  /// The thread could not be started.
  void give_back(seat& unused);
  /// The calling thread takes its seat and waits for its first turn.
  void enter(seat& mine);
  /// The calling thread takes the first seat and begins the run. May throw std::bad_alloc: then nothing has begun.
  seat& open();
  /// It will never be opened: those who have seats already take their turns without a main actor, and leave.
  void open_for_leaving() noexcept;
  /// The calling thread gives up its seat, and the turn.
  void leave();

  // ---- the holder ---------------------------------------------------------------------------------------------------

  /// Another thread may have its turn now. No mutex may be held. (On a thread without a seat: nothing.)
  void step();
  /// Waits, with `lock` released, until wake(sleeper) or the deadline. May throw what `tell` throws; `lock` is released
  /// then.
  void wait(unique_lock& lock, std::atomic<seat*>& sleeper, time_point deadline);
  /// The calling thread works in the outside world until come_back, or its next step; others run meanwhile. While
  /// a thread is outside and none can run, time passes no faster than in the real world.
  void go_outside();
  void come_back();
  /// A thread that does so in a row of a thousand, without a step, is waiting for time to pass; then it passes.
  void look_at_clock();
  /// So many more (fewer) threads without a seat may wake those who have one: then it is no deadlock when all wait.
  void expect_outside(int more);
  // ---- any thread ---------------------------------------------------------------------------------------------------

  void wake(seat* sleeper) noexcept;
  /// So many more (fewer) threads without a seat wait for the outside world on behalf of those who have one: meanwhile
  /// time passes no faster than there, and it is no deadlock when all wait.
  void keep_real_time(int more);
  time_point now() const noexcept OTPP_UNCHECKED { return time_.now(); }

  schedule_progress progress() const;
  /// The first word of the names of the seats that are ready, but for the holder's.
  std::vector<std::string> others_ready() const;

 private:
  using guard = unique_lock;
  struct processors;

  seat* mine() const noexcept;
  void make_ready(seat& s) OTPP_REQUIRES(mutex_);
  void no_longer_ready(seat& s) OTPP_REQUIRES(mutex_);
  void no_longer_waiting(seat& s) OTPP_REQUIRES(mutex_);
  void wake_due() OTPP_REQUIRES(mutex_);
  void count_step(seat& me) OTPP_REQUIRES(mutex_);
  seat& choose() OTPP_REQUIRES(mutex_);
  void pass() OTPP_REQUIRES(mutex_);
  void notify(guard& lock) OTPP_RELEASE(mutex_);
  void await_turn(guard& lock, seat& me) OTPP_REQUIRES(mutex_);
  void wait_real_time(guard& lock, seat& me) OTPP_REQUIRES(mutex_);
  void watch_holder(guard& lock, seat& me) OTPP_REQUIRES(mutex_);
  stop_cause stalled(guard& lock, seat& me) OTPP_REQUIRES(mutex_);
  void take_from(guard& lock, seat& holder, stop_cause why) OTPP_REQUIRES(mutex_);
  void return_to_ready(seat& me) OTPP_REQUIRES(mutex_);
  void tell_main(guard& lock, seat& me) OTPP_REQUIRES(mutex_);

  const std::function<void(stop_cause, const std::string&)> tell_;
  const std::uint64_t longest_;  // after so many steps, and again, main is told too_long; 0: never
  // As only one runs, all share a processor: passing the turn on is several times faster than from one to another.
  const std::unique_ptr<processors> processors_;  // written by open() alone

  mutable mutex mutex_;                        // taken last of all
  virtual_time time_ OTPP_GUARDED_BY(mutex_);  // but for now()
  const std::unique_ptr<policy> policy_ OTPP_PT_GUARDED_BY(mutex_);
  std::deque<seat> seats_ OTPP_GUARDED_BY(mutex_);
  std::vector<seat*> unused_ OTPP_GUARDED_BY(mutex_);
  std::vector<seat*> ready_ OTPP_GUARDED_BY(mutex_);  // in the order in which they became so
  seat* holder_ OTPP_GUARDED_BY(mutex_) = nullptr;
  seat* main_ OTPP_GUARDED_BY(mutex_) = nullptr;
  seat* to_notify_ OTPP_GUARDED_BY(mutex_) = nullptr;  // when the mutex is released next
  bool open_ OTPP_GUARDED_BY(mutex_) = false;
  int outside_ OTPP_GUARDED_BY(mutex_) = 0;           // seats, and threads that wait for them
  int expected_outside_ OTPP_GUARDED_BY(mutex_) = 0;  // threads without one
  bool watched_ OTPP_GUARDED_BY(mutex_) = false;      // a thread that waits looks whether the holder has stalled
  schedule_progress progress_ OTPP_GUARDED_BY(mutex_);
  std::uint64_t last_number_ OTPP_GUARDED_BY(mutex_) = 0;
  std::uint64_t limit_ OTPP_GUARDED_BY(mutex_);  // the step at which main is told too_long next
  stop_cause to_tell_ OTPP_GUARDED_BY(mutex_) = stop_cause::none;
};

}  // namespace otp
