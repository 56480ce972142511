// this_thread.hpp - what the library keeps for each thread: the actor it runs, and whether Boost may interrupt it.
#pragma once

#include <otp/process.hpp>

namespace otp::this_thread {

/// The actor that the calling thread runs; null on other threads. A system replaces it in the thread it is made in.
extern constinit thread_local process* actor;

/// From now on Boost's interruption points in this thread do nothing.
void mute_interruption();
void unmute_interruption();

}  // namespace otp::this_thread
