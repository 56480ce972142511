#include "observer/request_threads.hpp"

#include <system_error>
#include <utility>

#include "machine/platform.hpp"

namespace otp::observing {

enqueued request_threads::enqueue(std::function<void()> request) {
  bool needs_one = false;
  {
    lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    needs_one = requests_.size() > idle_ && threads_.size() < most_;
  }
  changed_.notify_one();
  if (needs_one) try {
      threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {  // the system refuses one: it waits for those there are
    }
  return static_cast<enqueued>(true);
}

void request_threads::run() {
  platform::name_this_thread("otp observer");
  unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock.for_waiting(), [this]() OTPP_REQUIRES(mutex_) { return over_ || !requests_.empty(); });
    --idle_;
    if (requests_.empty()) return;
    const std::function<void()> request = std::move(requests_.front());
    requests_.pop_front();
    lock.unlock();
    request();
    lock.lock();
  }
}

void request_threads::shutdown() {
  {
    lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  for (std::thread& each : threads_) each.join();
}

}  // namespace otp::observing
