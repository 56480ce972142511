// this_thread.hpp - what the library keeps for each thread: the actor it runs, and whether Boost may interrupt it.
#pragma once

#include <boost/thread/thread.hpp>
#include <future>

#include <otp/process.hpp>

namespace otp {

struct actor_thread {
  std::future<void> through;  // ready when the thread's thread_local objects are gone, too
  boost::thread handle;
};

}  // namespace otp

namespace otp::this_thread {

/// The actor that the calling thread runs; null on other threads. A system replaces it in the thread it is made in.
extern constinit thread_local process* actor;

/// Until as many unmutings, Boost's interruption points in this thread do nothing; or until the user's code leaves a
/// boost::this_thread::disable_interruption in whose scope the first of them was.
void mute_interruption();
void unmute_interruption();

}  // namespace otp::this_thread
