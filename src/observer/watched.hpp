// watched.hpp - what the parts of an observer share: the system it looks at, and what it has counted and allows.
//
// Thread safety  Any thread; fields as their groups say.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <otp/observer.hpp>
#include <otp/pid.hpp>
#include <otp/report.hpp>
#include <otp/trace.hpp>

#include "machine/mutex.hpp"
#include "observer/sampler.hpp"

namespace otp {

class runtime;

namespace observing {

/// The last reports.
class report_log {
 public:
  struct entry {
    std::uint64_t id;
    std::chrono::system_clock::time_point at;
    otp::report what;
  };

  explicit report_log(std::size_t most) : most_(most) {}
  void add(const otp::report& r);
  /// The last of them, oldest first, and how many there have been.
  std::pair<std::vector<entry>, std::uint64_t> last(std::size_t most) const;
  std::uint64_t crashes() const { return crashes_; }
  std::uint64_t total() const { return total_; }

 private:
  const std::size_t most_;
  std::atomic<std::uint64_t> crashes_{0};
  std::atomic<std::uint64_t> total_{0};  // raised under mutex_
  mutable mutex mutex_;
  std::deque<entry> entries_ OTPP_GUARDED_BY(mutex_);
};

/// Writes what happens to a file, while it is on.
class recorder {
 public:
  recorder(std::shared_ptr<runtime> watched, std::string path);
  ~recorder() { stop(); }
  recorder(const recorder&) = delete;
  recorder& operator=(const recorder&) = delete;
  const std::string& path() const noexcept { return path_; }
  /// Errors: error{badarg}, when the file cannot be opened.
  void start();
  void stop();
  bool on() const;

 private:
  const std::shared_ptr<runtime> watched_;
  const std::string path_;
  mutable mutex mutex_;
  std::shared_ptr<const tracer> tracer_ OTPP_GUARDED_BY(mutex_);  // null: it is off
};

/// What is crashed at random.
struct chaos {
  bool on = false;
  double every = 0;  // seconds
  std::uint64_t crashed = 0;
  pid last = {};
};

/// Open until close(): what a stream waits for between two looks.
class open_sign {
 public:
  /// Returns whether it is still open when the time is over.
  bool wait_for(std::chrono::milliseconds time);
  void close();

 private:
  mutex mutex_;
  std::condition_variable closed_;
  bool open_ OTPP_GUARDED_BY(mutex_) = true;
};

struct watched {
  watched(std::shared_ptr<runtime> home, observer_options chosen);

  // ---- constant after construction ----
  const std::shared_ptr<runtime> system;
  const observer_options settings;
  const std::string token;
  const std::chrono::steady_clock::time_point since = std::chrono::steady_clock::now();
  pid worker;  // the actor that acts; none: nothing can be done

  // ---- any thread ----
  observing::sampler sampler;
  const std::shared_ptr<report_log> reports;
  observing::recorder recorder;
  open_sign open;
  std::atomic<int> streams{0};

  chaos chaos_now() const;
  void set_chaos(const chaos& now);
  bool token_is_right(const std::string& given) const;
  /// A table of the program's own, and how to read it. A second one of that name takes the place of the first.
  using table = std::pair<std::string, std::function<observer::keys()>>;
  void show(std::string name, std::function<observer::keys()> read);
  std::vector<table> shown() const;

 private:
  mutable mutex mutex_;
  chaos chaos_ OTPP_GUARDED_BY(mutex_);
  std::vector<table> shown_ OTPP_GUARDED_BY(mutex_);
};

/// The actor that `<0.5>` names, if it is not over. Nobody, if there is none.
pid find_actor(runtime& system, const std::string& text);
/// Milliseconds since 1970.
std::int64_t milliseconds(std::chrono::system_clock::time_point at);

}  // namespace observing
}  // namespace otp
