// this_thread.hpp - what the library keeps for each thread: the actor it runs, its seat in a seeded schedule, and
// whether Boost may interrupt it.
#pragma once

#include <memory>

#include "machine/mutex.hpp"

namespace otp {

class process;
class runtime;
struct seat;

}  // namespace otp

namespace otp::this_thread {

/// What the calling thread is in its system. A thread is an actor of one system at a time.
struct place {
  process* actor = nullptr;  // null on a thread that is no actor
  seat* sits = nullptr;      // null unless a seed says who runs
};
extern constinit thread_local place here;
/// The system whose reporter the calling thread runs; null nearly always.
extern constinit thread_local runtime* reporting;

/// The place of a thread that makes a system, for the case that another thread ends that system.
class place_of_maker {
 public:
  explicit place_of_maker(place& its) noexcept : its_(&its) {}
  /// The calling thread's. May throw std::bad_alloc.
  static std::shared_ptr<place_of_maker> mine();
  /// From now on the thread is no actor, if it is that one, and if there still is such a thread. It must not use the
  /// library meanwhile.
  void vacate(const process& actor) noexcept;
  /// The thread ends.
  void close() noexcept;

 private:
  mutex mutex_;
  place* its_ OTPP_GUARDED_BY(mutex_);  // null when the thread has ended
};

/// Until as many unmutings, Boost's interruption points in this thread do nothing; or until the user's code leaves a
/// boost::this_thread::disable_interruption in whose scope the first of them was.
void mute_interruption();
void unmute_interruption();

}  // namespace otp::this_thread
