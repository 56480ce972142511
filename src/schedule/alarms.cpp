#include "schedule/alarms.hpp"

#include <algorithm>
#include <boost/thread/thread.hpp>
#include <new>

#include <otp/error.hpp>

#include "machine/platform.hpp"

namespace otp {

namespace {

// relaxed: the thread that has set the flag takes the clock's mutex afterwards.
bool is_void(const std::atomic<bool>* flag) { return flag && flag->load(std::memory_order_relaxed); }

}  // namespace

alarm_clock::alarm_clock(scheduler& s) : scheduler_(s), thread_(std::make_unique<boost::thread>()) { start(); }

alarm_clock::~alarm_clock() {
  scheduler_.open_for_leaving();  // a system that could not be made never opened it, and the thread needs a turn to end
  stop();
}

// ---- from any thread ------------------------------------------------------------------------------------------------

std::uint64_t alarm_clock::call_at(time_point deadline, action what, duration period, std::uint64_t owner,
                                   const std::atomic<bool>* void_if) {
  alarms one;  // what needs memory comes first; and an action that is not wanted goes after the lock
  const std::uint64_t id = ++last_id_;
  one.emplace(key{deadline, id}, alarm{std::move(what), period, owner});
  lock_guard lock(mutex_);
  if (stopped_ || is_void(void_if)) return 0;
  if (owner != 0) owned_.emplace(owner, id);
  try {
    deadlines_.emplace(id, deadline);
  } catch (...) {
    owned_.erase({owner, id});
    throw;
  }
  set(one.extract(one.begin()));
  return id;
}

/// Needs no memory.
void alarm_clock::set(alarms::node_type one) {
  const auto place = pending_.insert(std::move(one)).position;
  if (place == pending_.begin()) scheduler_.wake(waiter_);
}

std::optional<time_point> alarm_clock::cancel(std::uint64_t id, const std::atomic<bool>* void_if) {
  alarm unused;  // destroyed after the lock
  lock_guard lock(mutex_);
  if (is_void(void_if)) return std::nullopt;
  const auto found = deadlines_.find(id);
  if (found == deadlines_.end()) return std::nullopt;
  const time_point deadline = found->second;
  deadlines_.erase(found);  // a periodic alarm that rings right now will miss its entry, and not be set again
  if (const auto waiting = pending_.find({deadline, id}); waiting != pending_.end()) {
    unused = std::move(waiting->second);
    pending_.erase(waiting);
    owned_.erase({unused.owner, id});
  }
  return deadline;
}

void alarm_clock::await_ring(std::uint64_t id) {
  unique_lock lock(mutex_);
  if (id == 0 || ringing_ != id) return;
  waiter me;
  awaiting_.push_back(&me);
  while (ringing_ == id) scheduler_.wait(lock, me, never);
  std::erase(awaiting_, &me);  // cppcheck-suppress danglingLifetime
}

void alarm_clock::cancel_all_of(std::uint64_t owner) {
  std::vector<std::uint64_t> all;
  {
    lock_guard lock(mutex_);
    for (auto i = owned_.lower_bound({owner, 0}); i != owned_.end() && i->first == owner; ++i) all.push_back(i->second);
  }
  for (const std::uint64_t id : all) cancel(id, nullptr);
}

std::optional<time_point> alarm_clock::deadline_of(std::uint64_t id) const {
  lock_guard lock(mutex_);
  const auto found = deadlines_.find(id);
  return found == deadlines_.end() ? std::nullopt : std::optional(found->second);
}

void alarm_clock::stop() {
  {
    lock_guard lock(mutex_);
    stopped_ = true;
    scheduler_.wake(waiter_);
  }
  boost::this_thread::disable_interruption no_interruption;  // join() would throw in a thread that is being ended
  scheduler_.go_outside();                                   // with a seed, the clock needs a turn to end
  if (thread_->joinable()) thread_->join();
  scheduler_.come_back();
  alarms unused;
  lock_guard lock(mutex_);
  unused.swap(pending_);
  deadlines_.clear();
  owned_.clear();
}

// ---- the clock's thread ---------------------------------------------------------------------------------------------

void alarm_clock::start() {
  seat* const its_seat = scheduler_.reserve("otp clock");
  try {
    *thread_ = boost::thread([this, its_seat] {
      scheduler_.enter(its_seat);
      run();
      scheduler_.leave();
    });
  } catch (const boost::thread_resource_error&) {
    scheduler_.give_back(its_seat);
    throw error(errc::system_limit, "the operating system refused the thread of the clock");
  }
}

void alarm_clock::run() {
  platform::name_this_thread("otp clock");
  unique_lock lock(mutex_);
  while (!stopped_) {
    if (pending_.empty()) {
      scheduler_.wait(lock, waiter_, never);
    } else if (const time_point first = pending_.begin()->first.first; scheduler_.now() < first) {
      scheduler_.wait(lock, waiter_, first);
    } else {
      ring(lock);
    }
  }
}

void alarm_clock::ring(unique_lock& lock) {
  auto due = pending_.extract(pending_.begin());
  const auto [deadline, id] = due.key();
  const duration period = due.mapped().period;
  const bool once = period == duration::zero();
  if (once) {
    deadlines_.erase(id);
    owned_.erase({due.mapped().owner, id});
  } else {
    deadlines_.find(id)->second = deadline + period;
  }
  ringing_ = id;
  lock.unlock(mutex_);
  bool again = !once;
  try {
    due.mapped().what(id);
  } catch (const std::bad_alloc&) {  // this once
  } catch (...) {                    // it makes the user's messages: what fails once is not tried again
    again = false;
  }
  if (once) due = {};  // its action goes before the lock is taken again
  lock.lock(mutex_);
  ringing_ = 0;
  for (waiter* other : awaiting_) scheduler_.wake(*other);
  if (once) return;
  // Not in the past, however short the period: other alarms that are due come first.
  if (const auto place = deadlines_.find(id); again && place != deadlines_.end() && !stopped_) {
    due.key().first = place->second = std::max(deadline + period, scheduler_.now());
    return set(std::move(due));
  }
  deadlines_.erase(id);
  owned_.erase({due.mapped().owner, id});
  lock.unlock(mutex_);
  due = {};
  lock.lock(mutex_);
}

}  // namespace otp
