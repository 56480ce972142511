// added_hooks.hpp - hooks that a running system gets, beside the one of its options, and loses again.
//
// Mirrors        logger:add_handler/3, remove_handler/1; that erlang:trace/3 may begin and end at any time
// Differs        From inside only: src/observer adds them.
// Thread safety  Any thread.
// Invariants     1. Whether there is any is one load: who has something to tell asks that first.
//                2. A hook is not destroyed while it is called. After remove() calls that have begun may still run.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "machine/mutex.hpp"

namespace otp {

template <class Hook>
class added_hooks {
 public:
  /// \param own  the options have one, which is called by the owner of this object
  explicit added_hooks(bool own) : own_(own), any_(own) {}

  /// There is one here or in the options.
  // relaxed: a hook that is added hears of what happens from some moment on.
  bool any() const noexcept { return any_.load(std::memory_order_relaxed); }

  /// May throw std::bad_alloc, and then nothing has changed.
  void add(std::shared_ptr<const Hook> hook) {
    lock_guard lock(mutex_);
    auto more = added_ ? std::make_shared<list>(*added_) : std::make_shared<list>();
    more->push_back(std::move(hook));
    replace(std::move(more));
  }
  void remove(const std::shared_ptr<const Hook>& hook) {
    lock_guard lock(mutex_);
    if (!added_) return;
    auto fewer = std::make_shared<list>(*added_);
    std::erase(*fewer, hook);
    replace(fewer->empty() ? nullptr : std::move(fewer));
  }
  /// Each in turn, without a mutex of this object. What one throws keeps those behind it from being called.
  template <class What>
  void call(const What& what) {
    std::shared_ptr<const list> now;
    {
      lock_guard lock(mutex_);
      now = added_;
    }
    if (!now) return;
    for (const auto& hook : *now) (*hook)(what);
  }

 private:
  using list = std::vector<std::shared_ptr<const Hook>>;

  void replace(std::shared_ptr<const list> with) noexcept OTPP_REQUIRES(mutex_) {
    added_ = std::move(with);
    any_.store(own_ || added_, std::memory_order_relaxed);
  }

  const bool own_;
  std::atomic<bool> any_;
  mutex mutex_;
  std::shared_ptr<const list> added_ OTPP_GUARDED_BY(mutex_);  // null: none
};

}  // namespace otp
