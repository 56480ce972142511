// this_thread.hpp - what the library keeps for each thread: the actor it runs, and whether Boost may interrupt it.
#pragma once

#include <otp/process.hpp>

namespace otp::this_thread {

/// The actor that the calling thread runs; null on other threads. A system replaces it in the thread it is made in.
extern constinit thread_local process* actor;

/// Until as many unmutings, Boost's interruption points in this thread do nothing.
void mute_interruption();
void unmute_interruption();
struct muted_scope {
  muted_scope() { mute_interruption(); }
  ~muted_scope() { unmute_interruption(); }
  muted_scope(const muted_scope&) = delete;
  muted_scope& operator=(const muted_scope&) = delete;
};

}  // namespace otp::this_thread
