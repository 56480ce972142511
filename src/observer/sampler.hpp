// sampler.hpp - looks at all actors of a system now and then, and says what has changed since it looked before.
//
// Mirrors        recon:proc_window/3; the columns "since last" of Phoenix LiveDashboard
// Thread safety  Any thread.
// Invariants     It looks when it is asked, and keeps a few numbers an actor between two looks.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <otp/time.hpp>

#include "machine/mutex.hpp"
#include "process/process_snapshot.hpp"

namespace otp {

class runtime;

namespace observing {

struct actor_sample {
  process_snapshot now;
  std::optional<std::int64_t> queue_change = {};  // since the look before
  std::optional<double> change = {};              // messages received a second
  bool growing = false;
  bool not_receiving = false;
};

struct warning {
  std::string what;
  otp::pid pid;
  std::string shown;
  std::string text;
};

struct sample {
  std::chrono::steady_clock::time_point taken;
  std::chrono::system_clock::time_point at;
  std::vector<actor_sample> actors;  // oldest first
  std::uint64_t spawned = 0;
  std::optional<std::int64_t> over_ms;  // how long ago that was to which it is compared
  std::optional<double> messages_per_second;
  std::vector<warning> warnings;
};

class sampler {
 public:
  sampler(std::shared_ptr<runtime> watched, duration not_receiving_after);
  /// One that is at most so old.
  std::shared_ptr<const sample> look(duration at_most_old = duration::zero());

 private:
  using clock = std::chrono::steady_clock;
  struct count {
    std::uint64_t received = 0;
    std::uint64_t queue = 0;
  };
  struct history {
    std::optional<count> before = {}, latest = {};  // at the times of the same names
    int grown = 0;  // so many times in a row the mailbox was longer than at the time before
    std::uint64_t received = 0;
    clock::time_point received_changed = {};
  };

  void compare(sample& now) OTPP_REQUIRES(mutex_);

  const std::shared_ptr<runtime> watched_;
  const duration not_receiving_after_;
  mutex mutex_;
  std::shared_ptr<const sample> last_ OTPP_GUARDED_BY(mutex_);
  std::unordered_map<std::uint64_t, history> known_ OTPP_GUARDED_BY(mutex_);  // by an actor's number
  std::optional<clock::time_point> before_ OTPP_GUARDED_BY(mutex_);
  std::optional<clock::time_point> latest_ OTPP_GUARDED_BY(mutex_);
};

}  // namespace observing
}  // namespace otp
