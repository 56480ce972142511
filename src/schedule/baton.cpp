#include "schedule/baton.hpp"

#include <algorithm>

#include "machine/platform.hpp"
#include "machine/this_thread.hpp"

namespace otp {

namespace {

constexpr time_point first_moment = time_point(std::chrono::hours(1));
/// A holder that takes no step is looked at in slices, after a time without looking. One that has done nothing for so
/// many slices waits for something that no step will give it; one that computes has longer than any needs from one step
/// to the next, also on a loaded machine under a sanitizer: ten seconds.
constexpr auto unwatched = std::chrono::milliseconds(500);
constexpr auto slice = std::chrono::milliseconds(100);
constexpr int slices_blocked = 5;
constexpr int slices_computing = 95;
/// So many looks at the clock without a step are a loop that waits for time to pass.
constexpr std::uint64_t most_looks = 1000;
/// A run that takes so many steps without a jump of time is busy waiting: until the next jump, time passes with the
/// steps, and priorities are void, because the thread that the others wait for may have the lowest.
constexpr std::uint64_t busy_steps = 100'000;
constexpr duration busy_step_time = std::chrono::microseconds(10);
/// With pct, how long one thread may go on while others could: it may be waiting for them.
constexpr std::uint64_t most_in_a_row = 1000;

}  // namespace

struct baton::processors {
  platform::affinity given, shared;
};

baton::baton(const schedule_choice& choice, std::function<void(trouble, const std::string&)> tell)
    : choice_(choice),
      tell_(std::move(tell)),
      processors_(std::make_unique<processors>()),
      now_(first_moment.time_since_epoch().count()),
      random_(choice.seed),
      limit_(choice.longest) {
  if (choice_.how != schedule_choice::kind::pct) return;
  const std::uint64_t length = std::max<std::uint64_t>(choice_.length, 1);
  for (std::uint64_t i = 0; i < choice_.preemptions; ++i) changes_.insert(1 + random_() % length);
}

baton::~baton() = default;

// ---- taking part ----------------------------------------------------------------------------------------------------

seat* baton::mine() const noexcept {
  seat* const s = this_thread::here.sits;
  return s && s->of == this ? s : nullptr;
}

seat& baton::reserve(std::string name) {
  std::lock_guard lock(mutex_);
  if (unused_.empty()) {
    // All memory that this seat will ever need: to wake and to wait must not fail.
    unused_.reserve(seats_.size() + 1);
    ready_.reserve(seats_.size() + 1);
    sleeping_.emplace(std::pair(never, ++last_number_), nullptr);
    auto place = sleeping_.extract(std::prev(sleeping_.end()));
    unused_.push_back(&seats_.emplace_back());
    unused_.back()->among_sleeping = std::move(place);
  }
  seat& fresh = *unused_.back();
  unused_.pop_back();
  fresh.number = ++last_number_;
  fresh.name = std::move(name);
  fresh.of = this;
  fresh.priority = lowest_priority_ + (random_() >> 1);
  make_ready(fresh);
  return fresh;
}

void baton::give_back(seat& s) {
  std::lock_guard lock(mutex_);
  no_longer_ready(s);
  unused_.push_back(&s);
}

void baton::enter(seat& s) {
  this_thread::here.sits = &s;
  guard lock(mutex_);
  s.work = platform::work_of_this_thread();
  await_turn(lock, s);
  processors_->shared.apply();
}

seat& baton::open() {
  seat& s = reserve("main");
  *processors_ = {platform::affinity::of_this_thread(), platform::affinity::this_processor_alone()};
  processors_->shared.apply();
  this_thread::here.sits = &s;
  std::lock_guard lock(mutex_);
  s.work = platform::work_of_this_thread();
  main_ = holder_ = &s;
  open_ = true;
  return s;
}

void baton::open_for_leaving() noexcept {
  guard lock(mutex_);
  if (std::exchange(open_, true)) return;
  pass();
  notify(lock);
}

void baton::leave() {
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

void baton::make_ready(seat& s) {
  s.now = seat::state::ready;
  ready_.push_back(&s);
}

void baton::no_longer_ready(seat& s) { ready_.erase(std::find(ready_.begin(), ready_.end(), &s)); }

void baton::no_longer_waiting(seat& s) {
  if (s.deadline != never) s.among_sleeping = sleeping_.extract({s.deadline, s.number});
  make_ready(s);
}

void baton::return_to_ready(seat& me) {
  --outside_;
  make_ready(me);
  if (!holder_) pass();
}

void baton::jump_to(time_point t) {
  t = std::max(t, now());
  now_.store(t.time_since_epoch().count(), std::memory_order_relaxed);  // relaxed: see now()
  while (!sleeping_.empty() && sleeping_.begin()->first.first <= t) no_longer_waiting(*sleeping_.begin()->second);
  sat_out_ = duration::zero();
}

/// Gives the baton to the next; to nobody if all wait and somebody is outside, or if nobody is left.
void baton::pass() {
  holder_ = nullptr;
  in_a_row_ = 0;
  if (!open_) return;
  if (ready_.empty() && outside_ > 0) {
    if (!sleeping_.empty()) to_notify_ = sleeping_.begin()->second;  // it sits out the time until its deadline
    return;
  }
  if (ready_.empty() && !sleeping_.empty()) {
    jump_to(sleeping_.begin()->first.first);
    steps_at_jump_ = taken_.steps;
  }
  if (ready_.empty() && main_ && expected_outside_ == 0) {
    to_tell_ = trouble::deadlock;
    no_longer_waiting(*main_);
  }
  if (ready_.empty()) return;
  to_notify_ = holder_ = &choose();
}

/// The last thing done with the mutex: whoever was notified while it is held would only wait for it.
void baton::notify(guard& lock) {
  seat* const next = std::exchange(to_notify_, nullptr);
  lock.unlock();
  if (next) next->turn.notify_one();
}

bool baton::busy() const { return taken_.steps - steps_at_jump_ > busy_steps; }

seat& baton::choose() {
  if (to_tell_ != trouble::none && main_ && main_->now == seat::state::ready) return *main_;
  if (choice_.how == schedule_choice::kind::pct && !busy())
    return **std::max_element(ready_.begin(), ready_.end(),
                              [](const seat* a, const seat* b) { return a->priority < b->priority; });
  return *ready_[random_() % ready_.size()];
}

void baton::count_step(seat& me) {
  ++taken_.steps;
  if (changes_.contains(taken_.steps) || (++in_a_row_ > most_in_a_row && ready_.size() > 1)) {
    me.priority = --lowest_priority_;
    in_a_row_ = 0;
  }
  if (busy()) jump_to(now() + busy_step_time);
  if (limit_ == 0 || taken_.steps < limit_ || !main_) return;
  limit_ += choice_.longest;
  to_tell_ = trouble::too_long;
  if (main_->now == seat::state::waiting) no_longer_waiting(*main_);
}

// ---- turns ----------------------------------------------------------------------------------------------------------

void baton::step() {
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
    ++taken_.preemptions;
    in_a_row_ = 0;
    to_notify_ = holder_ = &next;
    await_turn(lock, *me);
  }
  tell_of_trouble(lock, *me);
}

void baton::wait(std::unique_lock<std::mutex>& lock, std::atomic<seat*>& sleeper, time_point deadline) {
  seat& me = *mine();
  guard own(mutex_);
  if (me.now == seat::state::outside)  // it was taken for stalled
    --outside_;
  else
    no_longer_ready(me);
  sleeper.store(&me, std::memory_order_relaxed);  // relaxed: the waker's condition is guarded by `lock`
  me.now = seat::state::waiting;
  me.deadline = deadline;
  if (deadline != never) {
    me.among_sleeping.key() = {deadline, me.number};
    me.among_sleeping.mapped() = &me;
    sleeping_.insert(std::move(me.among_sleeping));
  }
  lock.unlock();
  if (holder_ == &me || !holder_) pass();
  await_turn(own, me);
  tell_of_trouble(own, me);
  own.unlock();
  lock.lock();
}

void baton::wake(seat* sleeper) noexcept {
  if (!sleeper) return;  // has never waited
  guard lock(mutex_);
  if (sleeper->now != seat::state::waiting) return;
  no_longer_waiting(*sleeper);
  if (!holder_) pass();
  notify(lock);
}

void baton::await_turn(guard& lock, seat& me) {
  while (holder_ != &me) {
    if (to_notify_) {
      notify(lock);
      lock.lock();
      continue;
    }
    if (!holder_ && outside_ > 0 && !sleeping_.empty() && sleeping_.begin()->second == &me)
      sit_out_real_time(lock, me);
    else
      watch_holder(lock, me);
  }
}

/// Everybody waits, and somebody is outside. Whoever has the earliest deadline waits for it really.
void baton::sit_out_real_time(guard& lock, seat& me) {
  const auto start = std::chrono::steady_clock::now();
  const duration left = me.deadline - now() - sat_out_;
  me.turn.wait_for(lock, std::min<duration>(left, std::chrono::hours(1)));
  if (holder_) return;
  sat_out_ += std::chrono::steady_clock::now() - start;
  if (me.now != seat::state::waiting || sat_out_ < me.deadline - now()) return;
  jump_to(me.deadline);
  pass();
}

/// Waits. One of those that wait for long looks meanwhile whether the holder has stalled.
void baton::watch_holder(guard& lock, seat& me) {
  seat* const holder = holder_;
  const std::uint64_t steps = taken_.steps;
  if (me.turn.wait_for(lock, unwatched) == std::cv_status::no_timeout) return;
  if (!holder || holder_ != holder || taken_.steps != steps || watched_) return;
  watched_ = true;
  const trouble why = stalled(lock, me);
  watched_ = false;
  if (why != trouble::none) take_from(lock, *holder, why);
}

/// `none`: the holder has taken a step, or the turn may be ours. A slice that has taken much longer than it should says
/// nothing: a debugger has stopped all threads, or the machine is busy with other programs.
baton::trouble baton::stalled(guard& lock, seat& me) {
  seat* const holder = holder_;
  const std::uint64_t steps = taken_.steps;
  int blocked = 0, all = 0;
  while (blocked < slices_blocked) {
    if (all == slices_computing) return trouble::computing;
    const auto start = std::chrono::steady_clock::now();
    const auto work = platform::work_done(holder->work);
    const bool notified = me.turn.wait_for(lock, slice) == std::cv_status::no_timeout;
    if (holder_ != holder || taken_.steps != steps) return trouble::none;
    if (notified || std::chrono::steady_clock::now() - start > 2 * slice) continue;
    ++all;
    const auto worked = platform::work_done(holder->work);
    blocked = work && worked && *worked - *work < slice / 100 ? blocked + 1 : 0;
  }
  return trouble::blocked;
}

/// It is treated as if it had said otp::blocking.
void baton::take_from(guard& lock, seat& holder, trouble why) {
  no_longer_ready(holder);
  holder.now = seat::state::outside;
  ++outside_;
  const std::string name = holder.name;
  pass();
  notify(lock);
  tell_(why, name);
  lock.lock();
}

void baton::tell_of_trouble(guard& lock, seat& me) {
  if (to_tell_ == trouble::none || &me != main_) return;
  const trouble what = std::exchange(to_tell_, trouble::none);
  lock.unlock();
  tell_(what, {});
  lock.lock();
}

void baton::go_outside() {
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

void baton::come_back() {
  seat* me = mine();
  if (!me) return;
  guard lock(mutex_);
  if (me->now != seat::state::outside) return;
  processors_->shared.apply();
  return_to_ready(*me);
  await_turn(lock, *me);
}

void baton::look_at_clock() {
  seat* const me = mine();
  if (!me) return;
  guard lock(mutex_);
  if (holder_ != me) return;
  if (std::exchange(looks_after_, taken_.steps) != taken_.steps) looks_ = 0;
  if (++looks_ <= most_looks) return;
  // The longer it looks, the longer are the times that it waits for. No other one gets its turn by this, and nothing is
  // drawn: a run without such a loop is what it was.
  jump_to(now() + busy_step_time * (looks_ / most_looks));
}

void baton::expect_outside(int more) {
  std::lock_guard lock(mutex_);
  expected_outside_ += more;
}

schedule_progress baton::progress() const {
  std::lock_guard lock(mutex_);
  return taken_;
}

}  // namespace otp
