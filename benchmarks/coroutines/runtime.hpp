// runtime.hpp - actors as C++20 coroutines: the design that otp++'s threads are compared with.
//
// What it is     A scheduler that resumes coroutines, and for each actor a mailbox and the receive it waits in. Messages
//                and patterns are otp++'s own (message.hpp, pattern.hpp), so both designs say the same things:
//                  otp++        otp::receive([](ping p) { ... }, otp::after(1s, [] { ... }));
//                  coroutines   co_await coro::receive([](ping p) { ... }, otp::after(1s, [] { ... }));
// Two builds     CORO_WORKERS=0: one thread and no lock at all. CORO_WORKERS=1: two workers or more, with stealing.
// What is missing against otp++: links, exit signals, supervisors, registry, gen_server. And what no coroutine can do:
//                an actor that computes or blocks keeps its worker from all others, and `co_await` must stand in the
//                actor's own function, not in what it calls (each level that waits is a coroutine of its own).
// Invariants     1. A cell is `waiting`, or stands in one ready queue, or is run by one worker: never two of these.
//                2. Cells are recycled, never freed before the runtime: an old address is harmless, its generation is.
//                3. Clauses look at messages on the worker that runs their actor, with no lock held.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <ctime>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <otp/pattern.hpp>
#include <otp/receive.hpp>

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

/// The messages of an actor, oldest first, in a ring that keeps its room. One that is taken from the middle leaves a
/// hole. A place in it is a number that does not change.
class mailbox {
 public:
  std::uint64_t begin() const { return head_; }
  std::uint64_t end() const { return tail_; }
  /// Empty for a hole.
  otp::message& at(std::uint64_t place) { return slots_[place & mask_]; }

  template <class T>
  void push(T&& value) {
    if (tail_ - head_ == mask_ + 1) grow();
    std::construct_at(&at(tail_++), std::forward<T>(value));  // on an empty one, which owns nothing
  }
  /// Hands the message to `handler` where it stands, and then takes it out.
  template <class Handler>
  decltype(auto) take(std::uint64_t place, Handler handler) {
    const taking done{*this, at(in_hand_ = place)};
    return handler(std::move(done.taken));
  }
  void clear() {
    while (head_ != tail_) at(head_++).clear();
  }

 private:
  static constexpr std::uint64_t nothing = ~std::uint64_t{0};

  struct taking {
    mailbox& from;
    otp::message& taken;
    ~taking() {
      taken.clear();
      from.taken_out();
    }
  };
  void taken_out() {
    outgrown_.reset();
    if (std::exchange(in_hand_, nothing) == head_) {
      do ++head_;
      while (head_ != tail_ && at(head_).empty());
    } else {
      while (at(tail_ - 1).empty()) --tail_;
    }
  }
  /// The message in hand stays where it is: its handler, which has just sent to its own actor, looks at it.
  void grow() {
    const std::uint64_t room = std::max<std::uint64_t>(4, 2 * (mask_ + 1));
    auto slots = std::make_unique<otp::message[]>(room);
    for (std::uint64_t i = head_; i != tail_; ++i)
      if (i != in_hand_) slots[i & (room - 1)] = std::move(at(i));
    slots_.swap(slots);
    if (in_hand_ != nothing && !outgrown_) outgrown_ = std::move(slots);
    mask_ = room - 1;
  }

  std::unique_ptr<otp::message[]> slots_;
  std::unique_ptr<otp::message[]> outgrown_;  // where the message in hand is, if the ring has grown since
  std::uint64_t mask_ = nothing;              // the room, a power of two or none, less one
  std::uint64_t head_ = 0, tail_ = 0;
  std::uint64_t in_hand_ = nothing;
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

// ---- what actors write ------------------------------------------------------------------------------------------

inline address self() { return {runtime::running, runtime::running->generation}; }
inline address spawn(actor body) { return runtime::current->start(std::move(body), {}); }
/// A `down` comes when it has ended.
inline address spawn_monitor(actor body) { return runtime::current->start(std::move(body), self()); }
template <class T>
void send(address to, T&& value) {
  runtime::current->send(to, std::forward<T>(value));
}

/// A place in the mailbox behind all that has come: what was there before is not the answer to what we ask now.
struct mark {
  std::uint64_t place = 0;
};
inline mark mark_mailbox() {
  runtime::running->drain();
  return {runtime::running->messages.end()};
}

template <class... Clauses>
class receive_awaiter final : public waiting_receive {
  static constexpr std::size_t count = sizeof...(Clauses);
  using last_clause = std::tuple_element_t<count - 1, std::tuple<Clauses...>>;
  static constexpr bool has_after = otp::is_after<last_clause>;
  using result = typename otp::common_result<typename otp::clause_result<Clauses>::type...>::type;
  static constexpr std::size_t nothing = ~std::size_t{0};

 public:
  receive_awaiter(mark older, Clauses... given) : clauses_(std::move(given)...), at_(older.place) {}

  bool await_ready() {
    cell& me = *runtime::running;
    at_ = std::max(at_, me.messages.begin());
    if constexpr (has_after) {
      const otp::duration wait = std::get<count - 1>(clauses_).wait;
      if (wait != otp::infinity) deadline_ = std::chrono::steady_clock::now() + wait;
    }
    return ready(me) && me.budget-- > 0;
  }
  void await_suspend(std::coroutine_handle<> frame) {
    cell& me = *runtime::running;
    me.frame = frame;
    me.receive = this;
    if (has_deadline()) runtime::current->set_timer(me, deadline_);
  }
  result await_resume() {
    cell& me = *runtime::running;
    if (has_deadline() && me.receive) runtime::current->clear_timer(me);
    me.receive = nullptr;
    if constexpr (has_after)
      if (chosen_ == nothing) return static_cast<result>(std::get<count - 1>(clauses_).handler());
    return me.messages.take(
        at_, [&](otp::message&& m) { return otp::run_chosen<result, 0>(clauses_, chosen_, std::move(m)); });
  }

  bool ready(cell& me) override {
    if (look(me)) return true;
    if constexpr (workers) {
      me.drain();
      if (look(me)) return true;
    }
    return has_deadline() && std::chrono::steady_clock::now() >= deadline_;
  }

 private:
  bool has_deadline() const { return has_after && deadline_ != otp::never; }
  bool look(cell& me) {
    for (; at_ != me.messages.end(); ++at_)
      if (const otp::message& m = me.messages.at(at_); !m.empty() && accepts(m)) return true;
    return false;
  }
  bool accepts(const otp::message& m) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      const bool found = ((otp::clause_accepts(std::get<I>(clauses_), m) ? (chosen_ = I, true) : false) || ...);
      return found;
    }
    (std::index_sequence_for<Clauses...>());
  }

  std::tuple<Clauses...> clauses_;
  std::uint64_t at_;
  std::size_t chosen_ = nothing;
  otp::time_point deadline_ = otp::never;
};

template <class... Given>
auto receive(mark older, Given&&... given) {
  return receive_awaiter<decltype(otp::as_clause(std::forward<Given>(given)))...>(
      older, otp::as_clause(std::forward<Given>(given))...);
}
/// As otp::receive, to be awaited.
template <class... Given>
auto receive(Given&&... given) {
  return receive(mark(), std::forward<Given>(given)...);
}

/// Lets the other actors of this worker have their turns.
struct yield {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> frame) {
    runtime::running->frame = frame;
    runtime::running->budget = gave_up_its_turn;
  }
  void await_resume() {}
};

// ---- the scheduler ------------------------------------------------------------------------------------------------

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
  // To read the clock costs as much as a turn. What the kernel noted at its last tick, some milliseconds ago at most, costs
  // a fifth; so the clock is read after each tick, and at every 32nd turn.
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

/// Runs the benchmark's main actor on a fresh runtime, with as many workers as there are processors.
inline void run(actor main) { runtime(std::max(2u, std::thread::hardware_concurrency())).run(std::move(main)); }

}  // namespace coro
