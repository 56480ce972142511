#include "machine/this_thread.hpp"

#include <chrono>
#include <condition_variable>
#include <optional>
#include <utility>

#include "machine/platform.hpp"

namespace otp {

constinit thread_local this_thread::place this_thread::here;
constinit thread_local runtime* this_thread::reporting = nullptr;

// ---- the place of a thread that makes systems ----------------------------------------------------------------------

std::shared_ptr<this_thread::place_of_maker> this_thread::place_of_maker::mine() {
  struct owned {
    std::shared_ptr<place_of_maker> held = std::make_shared<place_of_maker>(here);
    ~owned() { held->close(); }
  };
  thread_local const owned its;
  return its.held;
}

void this_thread::place_of_maker::vacate(const process& actor) noexcept {
  lock_guard lock(mutex_);
  if (its_ && its_->actor == &actor) *its_ = {};
}

void this_thread::place_of_maker::close() noexcept {
  lock_guard lock(mutex_);
  its_ = nullptr;
}

// ---- interruption by Boost ------------------------------------------------------------------------------------------

namespace {

thread_local std::optional<boost::this_thread::disable_interruption> muted;
thread_local int mutings = 0;

}  // namespace

void this_thread::mute_interruption() {
  if (mutings++ == 0) muted.emplace();
}
void this_thread::unmute_interruption() {
  if (--mutings == 0) muted.reset();
}

// ---- the very end of a thread ---------------------------------------------------------------------------------------

namespace {

/// Never destroyed: threads may end while the program does.
struct ends {
  otp::mutex mutex;  // guards what each actor_thread::through points to
  std::condition_variable changed;
};
ends& all_ends() {
  static ends& all = *new ends;
  return all;
}

void is_through(void* taken) {
  const std::unique_ptr<std::shared_ptr<bool>> through(static_cast<std::shared_ptr<bool>*>(taken));
  lock_guard lock(all_ends().mutex);
  **through = true;
  all_ends().changed.notify_all();
}

}  // namespace

void this_thread::tell_when_through(std::unique_ptr<std::shared_ptr<bool>> through) {
  platform::at_thread_end(&is_through, through.release());
}
bool this_thread::await_through(const bool& through, duration at_most) {
  unique_lock lock(all_ends().mutex);
  const time_point now = std::chrono::steady_clock::now();  // whatever a seed says: it is a thread that is waited for
  const auto it_is = [&] { return through; };
  if (at_most < never - now) return all_ends().changed.wait_until(lock.for_waiting(), now + at_most, it_is);
  all_ends().changed.wait(lock.for_waiting(), it_is);
  return true;
}

void this_thread::hold_over_fork() OTPP_ACQUIRE(all_ends().mutex) { all_ends().mutex.lock(); }
void this_thread::let_go_after_fork() OTPP_RELEASE(all_ends().mutex) { all_ends().mutex.unlock(); }

}  // namespace otp
