// reaper.hpp - the threads of a system's actors: who joins them, and who waits until one has returned.
//
// Differs        A BEAM process has no thread of its own: nothing of it is left when links and monitors have heard.
// Thread safety  Any thread; who calls what stands at each function.
// Invariants     1. Each thread is joined or detached, once.
//                2. Of the threads that have returned one waits to be joined; all others are, or are being joined.
//                3. No thread of an actor waits for another's that has not returned, unless its actor has asked for it.
// Model          tests/models/reaper.pml proves these, and that no joiner waits for ever for one that has returned
// Chapter        6
//
// The protocol. E is the thread of an actor that ends, J the thread of an actor in otp::join, S the thread that ends
// the system, or one whose spawn the operating system has refused.
//
//   E  1. left(): its actor has told links and monitors, and takes no step any more: phase = left. Now the destructors
//         of its thread_local objects run, and those of POSIX threads' keys.
//      2. returned(): phase = returned; its handle goes to returned_. Unless another thread is the reaper, E becomes
//         it, and takes its handle out.
//      3. alerts those joiners that wait for this phase, one after the other
//      4. the reaper: takes a handle out of returned_ and joins that thread; again. When there is none, puts its own
//         handle back, and is no longer the reaper
//   J  a. enters itself among the joiners
//      b. looks at the phase: late enough, or time is up? removes itself
//      c. waits for an alert; then again from b. An exit signal instead: removes itself
//   S  x. waits until there is no reaper, and becomes it
//      y. waits until none is in the phase left, or time is up; then does what the reaper does in 4
//      z. the system's end: detaches those that are still in that phase: phase = not_awaited
//
// E writes `phase` (S in z, and in 1 the thread that abandons E's actor). It, the joiners, the handles and
// there_is_a_reaper_ are guarded by mutex_, which is held in 1, 2, a, b, x and z, for each joiner in 3 and for each
// handle in 4; and not while another mutex is taken or a thread joined.
//
// Which race is prevented where:
//   - One owner of the handle. Only the reaper takes one out that is to be joined, and there is one reaper at a time.
//   - None is forgotten. In 2 E says that it has returned and asks whether there is a reaper; in 4 the reaper asks
//     whether one has returned and ceases to be the reaper. Each is one critical section: either the reaper sees E, or
//     E becomes the reaper. And the reaper has taken its own handle out, so it does not join itself.
//   - Nobody waits for strangers. J waits for E alone: E joins others only in 4, when it has returned and its joiners
//     know. And nothing of the user's runs any more in those that it joins.
//   - No wake-up is lost. J enters itself before it looks, and E writes `phase` before it looks for joiners. The alert
//     stays until J takes it.
//   - The entry is on J's stack. E takes it off the list under mutex_, with a pid of J's actor, and does not touch it
//     afterwards. J, when it goes, removes it under mutex_ if it still stands there.
//   - A schedule does not stall. J waits for `left` as for a message: E has its turns meanwhile. After that E takes no
//     turn any more, and J waits in real time: see join.cpp.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>

#include <otp/pid.hpp>
#include <otp/time.hpp>

#include "machine/mutex.hpp"
#include "process/process.hpp"

namespace otp {

class reaper {
 public:
  reaper();
  ~reaper();
  reaper(const reaper&) = delete;
  reaper& operator=(const reaper&) = delete;

  // ---- the thread that spawns ---------------------------------------------------------------------------------------

  /// A place for the handle of a thread that is to be started: its end must not need memory. May throw std::bad_alloc.
  actor_thread& add(process& newborn);
  /// It could not be started.
  void remove(process& newborn) noexcept;

  // ---- the thread that ends -----------------------------------------------------------------------------------------

  /// The actor has told everybody: 1, by the thread that speaks for it.
  void left(process& gone) noexcept;
  /// 2 to 4, as the last that the thread of an actor does.
  void returned(process& gone) noexcept;

  // ---- the thread that waits ----------------------------------------------------------------------------------------

  process::thread_phase phase_of(const process& other);
  /// In real time, for a thread that has left: whether it has returned then. No exit signal ends this wait.
  bool await_return(const process& other, duration at_most);

  // ---- the thread that ends the system, or wants the room of those that have ended ----------------------------------

  /// x and y, in real time. Then what the threads that have returned had taken from the machine is free.
  void join_all(duration at_most);
  /// The system's end: x to z, and tells of each thread that is not waited for any more.
  void end(duration at_most, const std::function<void(const pid&)>& given_up);

 private:
  friend class joiner;
  using handles = std::map<pid, std::unique_ptr<actor_thread>>;

  pid next_to_alert(process& gone);
  void alert_joiners(process& gone) noexcept;
  void join_returned(unique_lock& lock) noexcept OTPP_REQUIRES(mutex_);
  void become_reaper(unique_lock& lock, duration at_most) OTPP_REQUIRES(mutex_);
  void cease_to_be_reaper() noexcept OTPP_REQUIRES(mutex_);

  mutex mutex_;
  std::condition_variable changed_;           // a thread has returned, or there is no reaper any more
  handles running_ OTPP_GUARDED_BY(mutex_);   // of the threads that have not returned
  handles returned_ OTPP_GUARDED_BY(mutex_);  // of those to be joined; to go there needs no memory
  int left_ OTPP_GUARDED_BY(mutex_) = 0;      // how many of the running ones are in the phase `left`
  bool there_is_a_reaper_ OTPP_GUARDED_BY(mutex_) = false;
};

/// An actor's place among those that wait for another's thread. Needs no memory.
class joiner {
 public:
  joiner(process& me, process& awaited, process::thread_phase until);
  ~joiner();
  joiner(const joiner&) = delete;
  joiner& operator=(const joiner&) = delete;

 private:
  friend class reaper;
  process& me_;
  process& awaited_;
  const process::thread_phase until_;
  joiner* next_;  // guarded by the reaper's mutex
};

}  // namespace otp
