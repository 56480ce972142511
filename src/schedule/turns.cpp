#include "schedule/turns.hpp"

#include <algorithm>
#include <utility>

#include "machine/platform.hpp"
#include "machine/this_thread.hpp"
#include "schedule/stall_detector.hpp"

namespace otp {

namespace {

/// A holder that takes no step for so long is looked at.
constexpr auto unwatched = std::chrono::milliseconds(500);

}  // namespace

struct turns::processors {
  platform::affinity given, shared;
};

turns::turns(const schedule_choice& choice, std::function<void(stop_cause, const std::string&)> tell)
    : tell_(std::move(tell)),
      longest_(choice.longest),
      processors_(std::make_unique<processors>()),
      policy_(make_policy(choice)),
      limit_(choice.longest) {}

turns::~turns() = default;

// ---- taking part ----------------------------------------------------------------------------------------------------

seat* turns::mine() const noexcept {
  seat* const s = this_thread::here.sits;
  return s && s->of == this ? s : nullptr;
}

seat& turns::reserve(std::string name) {
  lock_guard lock(mutex_);
  if (unused_.empty()) {
    // All memory that this seat will ever need: to wake and to wait must not fail.
    unused_.reserve(seats_.size() + 1);
    ready_.reserve(seats_.size() + 1);
    auto memory = virtual_time::memory_to_sleep();
    unused_.push_back(&seats_.emplace_back());
    unused_.back()->among_sleeping = std::move(memory);
  }
  seat& fresh = *unused_.back();
  fresh.number = ++last_number_;
  fresh.name = std::move(name);
  fresh.of = this;
  policy_->joins(fresh);
  unused_.pop_back();
  make_ready(fresh);
  return fresh;
}

void turns::give_back(seat& s) {
  lock_guard lock(mutex_);
  no_longer_ready(s);
  unused_.push_back(&s);
}

void turns::enter(seat& s) {
  this_thread::here.sits = &s;
  guard lock(mutex_);
  s.work = platform::work_of_this_thread();
  await_turn(lock, s);
  processors_->shared.apply();
}

seat& turns::open() {
  seat& s = reserve("main");
  *processors_ = {platform::affinity::of_this_thread(), platform::affinity::this_processor_alone()};
  processors_->shared.apply();
  this_thread::here.sits = &s;
  lock_guard lock(mutex_);
  s.work = platform::work_of_this_thread();
  main_ = holder_ = &s;
  open_ = true;
  return s;
}

void turns::open_for_leaving() noexcept {
  guard lock(mutex_);
  if (std::exchange(open_, true)) return;
  pass();
  notify(lock);
}

void turns::leave() {
  seat& me = *mine();
  this_thread::here.sits = nullptr;
  guard lock(mutex_);
  if (me.now == seat::state::outside)
    --outside_;
  else
    no_longer_ready(me);
  if (&me == main_) {
    main_ = nullptr;
    processors_->given.apply();
  }
  me.work = -1;
  unused_.push_back(&me);
  if (&me == holder_ || !holder_) pass();
  notify(lock);
}

// ---- who can run ----------------------------------------------------------------------------------------------------

void turns::make_ready(seat& s) {
  s.now = seat::state::ready;
  ready_.push_back(&s);
}

void turns::no_longer_ready(seat& s) { ready_.erase(std::find(ready_.begin(), ready_.end(), &s)); }

void turns::no_longer_waiting(seat& s) {
  time_.remove(s);
  make_ready(s);
}

void turns::return_to_ready(seat& me) {
  --outside_;
  make_ready(me);
  if (!holder_) pass();
}

/// Called when time has passed.
void turns::wake_due() {
  while (seat* const due = time_.take_due()) make_ready(*due);
}

/// Gives the turn to the next thread; to none if all wait and one is outside, or if none is left.
void turns::pass() {
  holder_ = nullptr;
  policy_->turn_ends();
  if (!open_) return;
  if (ready_.empty() && outside_ > 0) {
    if (seat* const first = time_.first()) to_notify_ = first;  // it waits for its deadline in real time
    return;
  }
  if (ready_.empty() && time_.first()) {
    time_.jump();
    wake_due();
  }
  if (ready_.empty() && main_ && expected_outside_ == 0) {
    to_tell_ = stop_cause::deadlock;
    no_longer_waiting(*main_);
  }
  if (ready_.empty()) return;
  to_notify_ = holder_ = &choose();
}

/// The last thing done with the mutex: a thread that is notified while it is held would only wait for it.
void turns::notify(guard& lock) {
  seat* const next = std::exchange(to_notify_, nullptr);
  lock.unlock(mutex_);
  if (next) next->turn.notify_one();
}

seat& turns::choose() {
  if (to_tell_ != stop_cause::none && main_ && main_->now == seat::state::ready) return *main_;
  return policy_->choose(ready_, time_.busy());
}

void turns::count_step(seat& me) {
  ++progress_.steps;
  policy_->takes_step(me, progress_.steps, ready_.size() == 1);
  if (time_.step()) wake_due();
  if (limit_ == 0 || progress_.steps < limit_ || !main_) return;
  limit_ += longest_;
  to_tell_ = stop_cause::too_long;
  if (main_->now == seat::state::waiting) no_longer_waiting(*main_);
}

// ---- turns ----------------------------------------------------------------------------------------------------------

void turns::step() {
  seat* me = mine();
  if (!me) return;
  guard lock(mutex_);
  if (me->now == seat::state::outside) {
    return_to_ready(*me);
    await_turn(lock, *me);
  }
  count_step(*me);
  seat& next = choose();
  if (&next != me) {
    ++progress_.preemptions;
    policy_->turn_ends();
    to_notify_ = holder_ = &next;
    await_turn(lock, *me);
  }
  tell_main(lock, *me);
}

void turns::wait(unique_lock& lock, std::atomic<seat*>& sleeper, time_point deadline) {
  seat& me = *mine();
  guard own(mutex_);
  if (me.now == seat::state::outside)  // it was taken for stalled
    --outside_;
  else
    no_longer_ready(me);
  sleeper.store(&me, std::memory_order_relaxed);  // relaxed: the waker's condition is guarded by `lock`
  me.now = seat::state::waiting;
  me.deadline = deadline;
  time_.add(me);
  lock.for_waiting().unlock();  // until this returns: to clang, as to the caller, it is a wait like another
  if (holder_ == &me || !holder_) pass();
  await_turn(own, me);
  tell_main(own, me);
  own.unlock();
  lock.for_waiting().lock();
}

void turns::wake(seat* sleeper) noexcept {
  if (!sleeper) return;  // has never waited
  guard lock(mutex_);
  if (sleeper->now != seat::state::waiting) return;
  no_longer_waiting(*sleeper);
  if (!holder_) pass();
  notify(lock);
}

void turns::await_turn(guard& lock, seat& me) {
  while (holder_ != &me) {
    if (to_notify_) {
      notify(lock);
      lock.lock(mutex_);
      continue;
    }
    if (!holder_ && outside_ > 0 && time_.first() == &me)
      wait_real_time(lock, me);
    else
      watch_holder(lock, me);
  }
}

/// All wait, and a thread is outside. The one with the earliest deadline waits for it in real time.
void turns::wait_real_time(guard& lock, seat& me) {
  const auto start = std::chrono::steady_clock::now();
  me.turn.wait_for(lock.for_waiting(), std::min<duration>(time_.left_to_wait(me.deadline), std::chrono::hours(1)));
  if (holder_) return;
  time_.add_waited(std::chrono::steady_clock::now() - start);
  if (me.now != seat::state::waiting || time_.left_to_wait(me.deadline) > duration::zero()) return;
  time_.advance_to(me.deadline);
  wake_due();
  pass();
}

/// Waits for the turn. One of the threads that wait for long looks meanwhile whether the holder has stalled.
void turns::watch_holder(guard& lock, seat& me) {
  seat* const holder = holder_;
  const std::uint64_t steps = progress_.steps;
  if (me.turn.wait_for(lock.for_waiting(), unwatched) == std::cv_status::no_timeout) return;
  if (!holder || holder_ != holder || progress_.steps != steps || watched_) return;
  watched_ = true;
  const stop_cause why = stalled(lock, me);
  watched_ = false;
  if (why != stop_cause::none) take_from(lock, *holder, why);
}

/// `none`: the holder has taken a step, or the turn may be ours.
turns::stop_cause turns::stalled(guard& lock, seat& me) {
  seat* const holder = holder_;
  const std::uint64_t steps = progress_.steps;
  stall_detector seen(holder->work);
  while (!seen.blocked() && !seen.computing()) {
    seen.begin_slice();
    const bool notified = me.turn.wait_for(lock.for_waiting(), stall_detector::slice) == std::cv_status::no_timeout;
    if (holder_ != holder || progress_.steps != steps) return stop_cause::none;
    if (!notified) seen.end_slice();
  }
  return seen.blocked() ? stop_cause::blocked : stop_cause::computing;
}

/// The holder is treated as if it had said otp::blocking.
void turns::take_from(guard& lock, seat& holder, stop_cause why) {
  no_longer_ready(holder);
  holder.now = seat::state::outside;
  ++outside_;
  const std::string name = holder.name;
  pass();
  notify(lock);
  tell_(why, name);
  lock.lock(mutex_);
}

void turns::tell_main(guard& lock, seat& me) {
  if (to_tell_ == stop_cause::none || &me != main_) return;
  const stop_cause what = std::exchange(to_tell_, stop_cause::none);
  lock.unlock(mutex_);
  tell_(what, {});
  lock.lock(mutex_);
}

void turns::go_outside() {
  seat* me = mine();
  if (!me) return;
  guard lock(mutex_);
  if (me->now == seat::state::outside) return;
  no_longer_ready(*me);
  me->now = seat::state::outside;
  ++outside_;
  pass();
  notify(lock);
  processors_->given.apply();
}

void turns::come_back() {
  seat* me = mine();
  if (!me) return;
  guard lock(mutex_);
  if (me->now != seat::state::outside) return;
  processors_->shared.apply();
  return_to_ready(*me);
  await_turn(lock, *me);
}

void turns::look_at_clock() {
  seat* const me = mine();
  if (!me) return;
  guard lock(mutex_);
  if (holder_ == me && time_.look()) wake_due();
}

void turns::expect_outside(int more) {
  lock_guard lock(mutex_);
  expected_outside_ += more;
}

void turns::keep_real_time(int more) {
  guard lock(mutex_);
  outside_ += more;
  if (!holder_) pass();  // what has kept the time may be over while all wait
  notify(lock);
}

std::vector<std::string> turns::others_ready() const {
  lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const seat* s : ready_)
    if (s != holder_) names.push_back(s->name.substr(0, s->name.find(' ')));
  return names;
}

schedule_progress turns::progress() const {
  lock_guard lock(mutex_);
  return progress_;
}

}  // namespace otp
