// this_thread.hpp - what the library keeps for each thread: the actor it runs, and whether Boost may interrupt it.
#pragma once

#include <boost/thread/thread.hpp>
#include <memory>

#include <otp/process.hpp>

namespace otp {

struct actor_thread {
  boost::thread handle;
  std::shared_ptr<bool> through;  // see this_thread::tell_when_through
};

}  // namespace otp

namespace otp::this_thread {

/// The actor that the calling thread runs; null on other threads. A system replaces it in the thread it is made in.
extern constinit thread_local process* actor;

/// Until as many unmutings, Boost's interruption points in this thread do nothing; or until the user's code leaves a
/// boost::this_thread::disable_interruption in whose scope the first of them was.
void mute_interruption();
void unmute_interruption();

/// When the calling thread has nothing left to run, the destructors of its thread_local objects included, `through`
/// becomes true. (To Boost a thread is done before those run.)
void tell_when_through(std::unique_ptr<std::shared_ptr<bool>> through);
/// Waits for that. False: not in this time.
bool await_through(const bool& through, duration at_most);

}  // namespace otp::this_thread
