// request_threads.hpp - the threads of the HTTP server: made when they are wanted, as many as there may be.
//
// Differs        httplib's own pool starts all of them at once, which an observer that is not asked has no use for.
// Thread safety  enqueue: the thread that accepts connections; shutdown: once, by the same.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "machine/mutex.hpp"

namespace otp::observing {

/// Nothing, or in later versions of httplib whether the request has been taken.
using enqueued = decltype(std::declval<httplib::TaskQueue&>().enqueue({}));

class request_threads final : public httplib::TaskQueue {
 public:
  explicit request_threads(std::size_t most) : most_(most) {}
  enqueued enqueue(std::function<void()> request) override;
  void shutdown() override;

 private:
  void run();

  const std::size_t most_;
  std::vector<std::thread> threads_;
  mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> requests_ OTPP_GUARDED_BY(mutex_);
  std::size_t idle_ OTPP_GUARDED_BY(mutex_) = 0;
  bool over_ OTPP_GUARDED_BY(mutex_) = false;
};

}  // namespace otp::observing
