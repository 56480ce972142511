// scheduler.hpp - who runs next: the ready queues, the stealing, the timers and the rest of the idle.
//
// What it is     The bodies of runtime.hpp's class. In a header, because what a send costs is what it is inlined into.
// Lock order     A cell's guard, or rest_guard_ and then a queue's; timers_guard_ and then a cell's. No worker queues a
//                cell while it holds the cell's guard.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>

#include "runtime.hpp"

namespace coro {

inline cell& runtime::fresh_cell() {
  std::lock_guard lock(cells_guard_);
  if (unused_.empty()) return cells_.emplace_back();
  cell& c = *unused_.back();
  unused_.pop_back();
  return c;
}

inline address runtime::start(actor body, std::optional<address> watcher) {
  cell& c = fresh_cell();
  c.frame = body.release();
  if (watcher) c.watchers.push_back(*watcher);
  const address its{&c, c.generation};
  make_ready(c);
  return its;
}

template <class T>
void runtime::send(address to, T&& value) {
  cell& c = *to.place;
  {
    std::lock_guard lock(c.guard);
    if (c.generation != to.generation) return;  // it has ended
    if constexpr (workers)
      c.inbox.emplace_back(std::forward<T>(value));
    else
      c.messages.push(std::forward<T>(value));
    if (!std::exchange(c.waiting, false)) return;
  }
  make_ready(c);
}

inline void runtime::make_ready(cell& c) {
  [[maybe_unused]] const bool more = queues_[worker_].push(c);
  // One cell alone is for this worker: it is about to wait itself, as a rule, and the cell's memory is in its cache.
  if constexpr (workers) {
    if (more && resting_.load() > 0) {
      std::lock_guard lock(rest_guard_);
      work_has_come_.notify_one();
    }
  }
}

inline bool runtime::ready_queue::push(cell& c) {
  std::lock_guard lock(guard);
  (first ? last->behind : first) = &c;
  last = &c;
  c.behind = nullptr;
  return first != last;
}
inline cell* runtime::ready_queue::pop() {
  std::lock_guard lock(guard);
  cell* c = first;
  if (c) first = c->behind;
  return c;
}

inline cell* runtime::next(unsigned mine) {
  if (cell* c = queues_[mine].pop()) return c;
  if constexpr (workers)
    for (ready_queue& other : queues_)
      if (cell* c = other.pop()) return c;
  return nullptr;
}

inline void runtime::resume(cell& c) {
  running = &c;
  c.budget = turn;
  if (!c.receive || c.receive->ready(c)) c.frame.resume();
  running = nullptr;
  if (c.frame.done()) return finish(c);
  if (c.budget != gave_up_its_turn) {
    std::lock_guard lock(c.guard);
    if (!workers || c.inbox.empty()) {
      c.waiting = true;
      return;
    }
  }
  make_ready(c);  // its turn is up, or something came after it had looked
}

inline void runtime::finish(cell& c) {
  c.frame.destroy();
  c.frame = nullptr;
  if (&c == main_) {
    over_ = true;
    std::lock_guard lock(rest_guard_);
    work_has_come_.notify_all();
    return;
  }
  const address gone{&c, c.generation};
  {
    std::lock_guard lock(c.guard);
    ++c.generation;
    c.inbox.clear();
  }
  c.messages.clear();
  for (const address& watcher : c.watchers) send(watcher, down{gone});
  c.watchers.clear();
  std::lock_guard lock(cells_guard_);
  unused_.push_back(&c);
}

/// Makes those ready whose time is up.
inline void runtime::fire_timers() {
  std::vector<cell*> due;
  {
    std::lock_guard lock(timers_guard_);
    const auto now = std::chrono::steady_clock::now();
    for (auto t = timers_.begin(); t != timers_.end() && t->first <= now; ++t) {
      // One that does not wait any more is about to clear its timer, or runs and will see that the time is up.
      std::lock_guard cell_lock(t->second->guard);
      if (std::exchange(t->second->waiting, false)) due.push_back(t->second);
    }
  }
  for (cell* c : due) make_ready(*c);  // takes the lock that a resting worker holds when it looks at the timers
}

/// Nothing to do: sleeps until there is, or the earliest deadline.
inline void runtime::rest() {
  std::unique_lock lock(rest_guard_);
  ++resting_;
  const bool queued = std::any_of(queues_.begin(), queues_.end(), [](ready_queue& q) {
    std::lock_guard queue_lock(q.guard);
    return q.first != q.last && q.first;
  });
  if (!queued && !over_) {
    std::unique_lock timers_lock(timers_guard_);
    const auto first = timers_.empty() ? std::optional<otp::time_point>() : timers_.begin()->first;
    timers_lock.unlock();
    if (first)
      work_has_come_.wait_until(lock, *first);
    else
      work_has_come_.wait(lock);
  }
  --resting_;
}

inline void runtime::work(unsigned mine) {
  current = this;
  worker_ = mine;
  // To read the clock costs as much as a turn. What the kernel noted at its last tick, some milliseconds ago at most,
  // costs a fifth; so the clock is read after each tick, and at every 32nd turn.
  timespec tick{};
  const auto ticked = [&] {
    const timespec before = tick;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &tick);
    return tick.tv_nsec != before.tv_nsec;
  };
  for (unsigned turns = 0; !over_.load(std::memory_order_relaxed); ++turns) {
    cell* const c = next(mine);
    if (pending_.load(std::memory_order_relaxed) > 0 && (!c || turns % 32 == 0 || ticked())) fire_timers();
    if (c)
      resume(*c);
    else
      rest();  // not for long, if a timer has made something ready
  }
  current = nullptr;
}

inline void runtime::run(actor main) {
  current = this;
  main_ = start(std::move(main), {}).place;
  std::vector<std::thread> others;
  for (unsigned i = 1; i < queues_.size(); ++i) others.emplace_back([this, i] { work(i); });
  work(0);
  for (std::thread& t : others) t.join();
}

inline runtime::~runtime() {
  current = this;  // destructors in the frames may still send
  for (cell& c : cells_)
    if (c.frame) c.frame.destroy();
  current = nullptr;
}

}  // namespace coro
