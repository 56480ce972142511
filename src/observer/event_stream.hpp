// event_stream.hpp - live events for one reader: a queue of bounded length between the actors and it.
//
// Mirrors        recon_trace: every trace has a limit
// Thread safety  offer: any thread, also one that holds a process's mutex. take: the reader's.
// Invariants     1. An actor never waits for the reader: what is too much is thrown away, and counted.
//                2. What the reader gets stands in the order in which it happened, with the gaps in their places.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <otp/pid.hpp>
#include <otp/trace.hpp>

#include "machine/mutex.hpp"

namespace otp::observing {

class event_stream {
 public:
  /// \param rate  events a second
  /// \param only  events of these actors; empty: all
  event_stream(std::uint64_t rate, std::vector<pid> only);

  void offer(const trace_event& event);
  /// What has come since, as server-sent events. Lets so many more in as the time since the last call allows.
  std::string take();

 private:
  using clock = std::chrono::steady_clock;
  struct item {
    std::uint64_t dropped_before;
    trace_event event;
  };

  static constexpr std::size_t longest = 10'000;
  const std::int64_t rate_;
  const std::vector<pid> only_;
  std::atomic<std::int64_t> allowed_;  // so many more, until the reader comes again
  std::atomic<std::uint64_t> dropped_{0};
  std::uint64_t dropped_told_ = 0;         // the reader's
  clock::time_point last_ = clock::now();  // the reader's
  mutex mutex_;
  std::deque<item> queue_ OTPP_GUARDED_BY(mutex_);
  std::uint64_t dropped_noted_ OTPP_GUARDED_BY(mutex_) = 0;
};

}  // namespace otp::observing
