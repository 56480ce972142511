#include "machine/this_thread.hpp"

#include <boost/thread/thread.hpp>
#include <optional>
#include <utility>

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

}  // namespace otp
