// channel.hpp - what threads can do at most: Boost.Thread, ConcurrentQueue as it is, and a futex to sleep on.
//
// What it is     The limit that otp++ is held against: no actors, no envelopes, no exit signals; a typed queue and a
//                thread that waits for it.
// Two builds     RAW_PARKS=0 spins when that has paid lately (otp++'s own `spin_policy`); RAW_PARKS=1 parks at once.
// Thread safety  push, close: any thread. pop: one thread.
#pragma once

#include <atomic>
#include <boost/thread/thread.hpp>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <concurrentqueue.h>

#include "process/mailbox.hpp"

namespace raw {

inline constexpr bool parks_at_once = RAW_PARKS;

/// What otp++'s envelope weighs. Questions whose answer depends on it use this as the message.
struct envelope {
  std::uint64_t value;
  std::byte rest[56];
};

/// Thrown by pop() when the channel has been closed.
struct closed {};

template <class T>
class channel {
 public:
  void push(T item) {
    items_.enqueue(std::move(item));
    wake();
  }
  void close() {
    closed_.store(true);
    wake();
  }
  T pop() {
    if (next_ == filled_) fill();
    return std::move(buffer_[next_++]);
  }

 private:
  static constexpr std::size_t bulk = 64;
  struct traits : moodycamel::ConcurrentQueueDefaultTraits {
    static constexpr std::size_t BLOCK_SIZE = 16;
    static constexpr std::size_t IMPLICIT_INITIAL_INDEX_SIZE = 2;
    static constexpr std::size_t INITIAL_IMPLICIT_PRODUCER_HASH_SIZE = 2;
  };

  bool poll() {
    next_ = 0;
    filled_ = items_.try_dequeue_bulk(buffer_.get(), bulk);
    return filled_ > 0;
  }

  void fill() {
    if (!buffer_) buffer_ = std::make_unique<T[]>(bulk);
    while (!poll()) {
      if (closed_.load()) throw closed();
      const bool spins = !parks_at_once && spin_policy_.spin_next();
      if (spins) {
        const bool came = spin();
        spin_policy_.spun(came);
        if (came) continue;
      }
      park(spins);
    }
  }

  bool spin() const {
    const auto until = std::chrono::steady_clock::now() + otp::spin_policy::worth_spinning;
    for (unsigned polls = 1;; ++polls) {
      if (items_.size_approx() > 0 || closed_.load(std::memory_order_relaxed)) return true;
      __builtin_ia32_pause();
      if (polls % 32 == 0 && std::chrono::steady_clock::now() >= until) return false;
    }
  }

  void park(bool had_spun) {
    const auto start = std::chrono::steady_clock::now();
    parked_.store(1, std::memory_order_seq_cst);
    // With the fence in wake(): either we see the item, or its sender sees us parked.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (items_.size_approx() > 0 || closed_.load()) {
      parked_.store(0);
      return;
    }
    while (parked_.load() == 1) syscall(SYS_futex, &parked_, FUTEX_WAIT_PRIVATE, 1, nullptr, nullptr, 0);
    spin_policy_.parked(otp::time_point(otp::duration(woken_at_.load())) - start, had_spun);
  }

  void wake() {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (parked_.load(std::memory_order_relaxed) == 0) return;
    woken_at_.store(std::chrono::steady_clock::now().time_since_epoch().count());
    if (parked_.exchange(0) == 1) syscall(SYS_futex, &parked_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }

  moodycamel::ConcurrentQueue<T, traits> items_{0};
  std::atomic<std::uint32_t> parked_ = 0;
  std::atomic<std::int64_t> woken_at_ = 0;
  std::atomic<bool> closed_ = false;
  // the receiving thread's
  std::unique_ptr<T[]> buffer_;
  std::size_t next_ = 0, filled_ = 0;
  otp::spin_policy spin_policy_;
};

/// A thread that runs until its function returns or a channel it waits for is closed.
template <class F>
boost::thread start(F body) {
  return boost::thread([body = std::move(body)]() mutable {
    try {
      body();
    } catch (const closed&) {
    }
  });
}

}  // namespace raw
