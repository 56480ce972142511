#include <otp/detail/many_readers.hpp>

#include <atomic>

#include "machine/mutex.hpp"

namespace otp::detail {

/// A cache line each, so that two readers do not write to one.
struct alignas(64) many_readers_lock::stripe {
  otp::mutex mutex;
};

namespace {

/// Threads get numbers in the order in which they first read.
unsigned number_of_this_thread() noexcept {
  static std::atomic<unsigned> last{0};
  thread_local const unsigned mine = last.fetch_add(1, std::memory_order_relaxed);  // relaxed: any number will do
  return mine;
}

}  // namespace

many_readers_lock::many_readers_lock() : stripes_(std::make_unique<stripe[]>(stripes)) {}
many_readers_lock::~many_readers_lock() = default;

void many_readers_lock::reading(body run, void* what) const {
  lock_guard held(stripes_[number_of_this_thread() % stripes].mutex);
  run(what);
}
void many_readers_lock::writing(body run, void* what) { writing_from(0, run, what); }

// All writers take them in this order, so no two wait for each other.
void many_readers_lock::writing_from(std::size_t first, body run, void* what) {  // NOLINT(misc-no-recursion)
  if (first == stripes) return run(what);
  lock_guard held(stripes_[first].mutex);
  writing_from(first + 1, run, what);
}

}  // namespace otp::detail
