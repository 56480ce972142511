// runtime.hpp - actors as C++20 coroutines: the design that otp++'s threads are compared with.
//
// What it is     For each actor a cell: its coroutine's frame, its mailbox and the receive it waits in; and a scheduler
//                that resumes the frames (scheduler.hpp). What actors write stands in actor.hpp, which benchmarks
//                include.
// Two builds     CORO_WORKERS=0: one thread and no lock at all. CORO_WORKERS=1: two workers or more, with stealing.
// What is missing against otp++: links, exit signals, supervisors, registry, gen_server. And what no coroutine can do:
//                an actor that computes or blocks keeps its worker from all others, and `co_await` must stand in the
//                actor's own function, not in what it calls (each level that waits is a coroutine of its own).
// Invariants     1. A cell is `waiting`, or stands in one ready queue, or is run by one worker: never two of these.
//                2. Cells are recycled, never freed before the runtime: an old address is harmless, its generation is.
//                3. Clauses look at messages on the worker that runs their actor, with no lock held.
#pragma once

#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <otp/time.hpp>

#include "mailbox.hpp"

namespace coro {

inline constexpr bool workers = CORO_WORKERS;

struct no_mutex {
  void lock() noexcept {}
  void unlock() noexcept {}
};
using mutex = std::conditional_t<workers, std::mutex, no_mutex>;

struct cell;

/// Names an actor, alive or not.
struct address {
  cell* place = nullptr;
  std::uint64_t generation = 0;
  friend bool operator==(const address&, const address&) = default;
};

/// What a monitor sends.
struct down {
  address who;
};

/// What an actor waits in: its clauses, behind one virtual call.
class waiting_receive {
 public:
  /// Looks at the messages that have come since it last looked. True: one is accepted, or the time is up.
  virtual bool ready(cell& me) = 0;

 protected:
  ~waiting_receive() = default;
};

/// The return type of a coroutine that is an actor: `coro::actor echo() { for (;;) co_await coro::receive(...); }`.
class actor {
 public:
  struct promise_type {
    actor get_return_object() { return actor(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() { std::terminate(); }  // "let it crash" is what this design leaves out
  };

  actor(actor&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  ~actor() {
    if (frame_) frame_.destroy();
  }
  std::coroutine_handle<> release() { return std::exchange(frame_, nullptr); }

 private:
  explicit actor(std::coroutine_handle<> frame) : frame_(frame) {}
  std::coroutine_handle<> frame_;
};

/// What a budget is once more than all of it is used: the actor waits for its next turn, not for a message.
inline constexpr unsigned gave_up_its_turn = ~0u;

/// The record of one actor.
struct cell {
  // guarded by `guard`
  mutex guard;
  std::uint64_t generation = 1;
  bool waiting = false;             // for the next message to put it into a ready queue
  std::vector<otp::message> inbox;  // what has come since the owner last looked; unused on one thread
  std::vector<address> watchers;
  // whoever runs the actor
  std::coroutine_handle<> frame;
  waiting_receive* receive = nullptr;
  mailbox messages;
  std::multimap<otp::time_point, cell*>::iterator timer;  // of its receive, if that has a deadline
  unsigned budget = 0;  // messages that it may still receive before others have their turn
  std::vector<otp::message> drained;
  cell* behind = nullptr;  // in a ready queue, guarded by that

  /// Moves what has come into `messages`.
  void drain() {
    if constexpr (workers) {
      {
        std::lock_guard lock(guard);
        drained.swap(inbox);
      }
      for (otp::message& m : drained) messages.push(std::move(m));
      drained.clear();
    }
  }
};

class runtime {
 public:
  /// Runs `main` on the calling thread, which is the first worker, until `main` ends.
  explicit runtime(unsigned threads = 1) : queues_(workers ? threads : 1) {}
  void run(actor main);

  address start(actor body, std::optional<address> watcher);
  template <class T>
  void send(address to, T&& value);
  void set_timer(cell& who, otp::time_point when) {
    std::lock_guard lock(timers_guard_);
    who.timer = timers_.emplace(when, &who);
    pending_.store(timers_.size(), std::memory_order_relaxed);
  }
  /// Its receive is over, for whatever reason.
  void clear_timer(cell& who) {
    std::lock_guard lock(timers_guard_);
    timers_.erase(who.timer);
    pending_.store(timers_.size(), std::memory_order_relaxed);
  }
  ~runtime();

  static thread_local constinit runtime* current;
  static thread_local constinit cell* running;

 private:
  static constexpr unsigned turn = 1'000;  // messages; the BEAM's process has 4,000 reductions

  /// First in, first out; a cell stands in one at most and is its own link.
  struct ready_queue {
    mutex guard;
    cell* first = nullptr;
    cell* last = nullptr;

    /// True when it is not alone.
    bool push(cell& c);
    cell* pop();
  };

  void work(unsigned mine);
  void resume(cell& c);
  void finish(cell& c);
  void make_ready(cell& c);
  cell* next(unsigned mine);
  void fire_timers();
  void rest();
  cell& fresh_cell();

  std::vector<ready_queue> queues_;
  std::deque<cell> cells_;     // guarded by cells_guard_
  std::vector<cell*> unused_;  // guarded by cells_guard_
  mutex cells_guard_;
  std::multimap<otp::time_point, cell*> timers_;  // guarded by timers_guard_
  std::atomic<std::size_t> pending_ = 0;          // how many those are, for a look without the lock
  mutex timers_guard_;
  cell* main_ = nullptr;
  std::atomic<bool> over_ = false;
  // Workers without work. seq_cst with the queues' mutexes: whoever queues a second cell sees the sleeper, or the
  // sleeper, which looks once more after it has said so, sees the cell.
  std::atomic<int> resting_ = 0;
  std::mutex rest_guard_;
  std::condition_variable work_has_come_;
  static thread_local unsigned worker_;
};

inline thread_local constinit runtime* runtime::current = nullptr;
inline thread_local constinit cell* runtime::running = nullptr;
inline thread_local constinit unsigned runtime::worker_ = 0;

}  // namespace coro
