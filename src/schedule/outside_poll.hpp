// outside_poll.hpp - with a seed: a thread that polls real descriptors, while an actor waits for them in the schedule.
//
// Mirrors        a BEAM poll thread (+IOt)
// Differs        One for each wait, and only with a seed: free-running, the actor polls itself.
// Thread safety  Made and destroyed by the waiting actor.
// Invariants     1. While it lives a seeded run expects the outside: it is no deadlock when all wait, and time passes
//                   no faster than in the real world.
//                2. Once its destructor has returned, it tells nobody.
// Chapter        14
#pragma once

#include <functional>
#include <span>
#include <thread>
#include <vector>

#include "machine/poll.hpp"
#include "schedule/scheduler.hpp"

namespace otp {

class outside_poll {
 public:
  /// \param tell  called by the other thread when one of these is ready, or cannot be waited for
  /// Errors: error{system_limit}.
  outside_poll(scheduler& schedule, std::span<const detail::watch> all, std::function<void()> tell);
  ~outside_poll();
  outside_poll(const outside_poll&) = delete;
  outside_poll& operator=(const outside_poll&) = delete;

 private:
  void run() noexcept;

  scheduler& scheduler_;
  const std::span<const detail::watch> all_;
  const std::function<void()> tell_;
  doorbell end_;
  std::thread thread_;
};

}  // namespace otp
