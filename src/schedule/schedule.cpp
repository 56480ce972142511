#include "schedule/schedule.hpp"

#include <algorithm>
#include <boost/thread/thread.hpp>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include <otp/error.hpp>

#include "machine/platform.hpp"

namespace otp {

/// One thread that sleeps until the earliest deadline. It is there from the start: `kill`, which needs it, may be
/// wanted most when no thread can be had any more.
class schedule::alarm_clock {
 public:
  explicit alarm_clock(schedule& owner) : owner_(owner) { start(); }

  std::uint64_t add(time_point deadline, alarm_action action, duration period, std::uint64_t owner,
                    const std::atomic<bool>* void_if) {
    alarms one;  // what needs memory comes first; and an action that is not wanted goes after the lock
    const std::uint64_t id = ++last_id_;
    one.emplace(key{deadline, id}, alarm{std::move(action), period, owner});
    std::lock_guard lock(mutex_);
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

  std::optional<time_point> cancel(std::uint64_t id, const std::atomic<bool>* void_if) {
    alarm unused;  // destroyed after the lock: an action may own messages with destructors of their own
    std::lock_guard lock(mutex_);
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

  void await_ring(std::uint64_t id) {
    std::unique_lock lock(mutex_);
    if (id == 0 || ringing_ != id) return;
    waiter me;
    awaiting_.push_back(&me);
    while (ringing_ == id) owner_.wait(lock, me, never);
    std::erase(awaiting_, &me);  // cppcheck-suppress danglingLifetime
  }

  void cancel_all_of(std::uint64_t owner) {
    std::vector<std::uint64_t> all;
    {
      std::lock_guard lock(mutex_);
      for (auto i = owned_.lower_bound({owner, 0}); i != owned_.end() && i->first == owner; ++i)
        all.push_back(i->second);
    }
    for (const std::uint64_t id : all) cancel(id, nullptr);
  }

  std::optional<time_point> deadline_of(std::uint64_t id) const {
    std::lock_guard lock(mutex_);
    const auto found = deadlines_.find(id);
    return found == deadlines_.end() ? std::nullopt : std::optional(found->second);
  }

  void stop() {
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
      owner_.wake(waiter_);
    }
    boost::this_thread::disable_interruption no_interruption;  // join() would throw in a thread that is being ended
    owner_.go_outside();                                       // with a seed, the clock needs a turn to end
    if (thread_.joinable()) thread_.join();
    owner_.come_back();
    alarms unused;
    std::lock_guard lock(mutex_);
    unused.swap(pending_);
    deadlines_.clear();
    owned_.clear();
  }

 private:
  // Two alarms of one deadline ring in the order in which they were set: the number breaks the tie.
  using key = std::pair<time_point, std::uint64_t>;
  struct alarm {
    alarm_action action = {};
    duration period = {};
    std::uint64_t owner = 0;
  };

  using alarms = std::map<key, alarm>;

  // relaxed: whoever has set it takes mutex_ afterwards.
  static bool is_void(const std::atomic<bool>* flag) { return flag && flag->load(std::memory_order_relaxed); }

  /// Needs no memory.
  void set(alarms::node_type one) {
    const auto place = pending_.insert(std::move(one)).position;
    if (place == pending_.begin()) owner_.wake(waiter_);
  }

  void start() {
    seat* const its_seat = owner_.reserve("otp clock");
    try {
      thread_ = boost::thread([this, its_seat] {
        owner_.enter(its_seat);
        run();
        owner_.leave();
      });
    } catch (const boost::thread_resource_error&) {
      owner_.give_back(its_seat);
      throw error(errc::system_limit, "the operating system refused the thread of the clock");
    }
  }

  void run() {
    platform::name_this_thread("otp clock");
    std::unique_lock lock(mutex_);
    while (!stopped_) {
      if (pending_.empty()) {
        owner_.wait(lock, waiter_, never);
      } else if (const time_point first = pending_.begin()->first.first; owner_.now() < first) {
        owner_.wait(lock, waiter_, first);
      } else {
        ring(lock);
      }
    }
  }

  void ring(std::unique_lock<std::mutex>& lock) {
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
    lock.unlock();
    bool again = !once;
    try {
      due.mapped().action(id);
    } catch (const std::bad_alloc&) {  // this once
    } catch (...) {                    // it makes the user's messages: what fails once is not tried again
      again = false;
    }
    if (once) due = {};  // its action goes before the lock is taken again
    lock.lock();
    ringing_ = 0;
    for (waiter* other : awaiting_) owner_.wake(*other);
    if (once) return;
    // Not in the past, however short the period: other alarms that are due come first.
    if (const auto place = deadlines_.find(id); again && place != deadlines_.end() && !stopped_) {
      due.key().first = place->second = std::max(deadline + period, owner_.now());
      return set(std::move(due));
    }
    deadlines_.erase(id);
    owned_.erase({due.mapped().owner, id});
    lock.unlock();
    due = {};
    lock.lock();
  }

  schedule& owner_;
  mutable std::mutex mutex_;
  // guarded by mutex_
  alarms pending_;
  std::unordered_map<std::uint64_t, time_point> deadlines_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> owned_;  // owner, alarm
  std::uint64_t ringing_ = 0;                                // the alarm whose action runs, without the lock
  std::vector<waiter*> awaiting_;                            // in await_ring
  bool stopped_ = false;
  std::atomic<std::uint64_t> last_id_{0};
  boost::thread thread_;
  waiter waiter_;
};

schedule::schedule(const schedule_choice& choice, std::function<void(baton::trouble, const std::string&)> tell_main)
    : processors_(static_cast<int>(platform::processors())),
      baton_(resolve(choice) == free_running ? nullptr
                                             : std::make_unique<baton>(resolve(choice), std::move(tell_main))),
      clock_(std::make_unique<alarm_clock>(*this)) {}
schedule::~schedule() {
  if (seeded()) baton_->open_for_leaving();  // a system that could not be made never opened it
  stop_clock();
}

seat* schedule::open() {
  seat* const mine = seeded() ? &baton_->open() : nullptr;
  awake_.fetch_add(1, std::memory_order_relaxed);
  return mine;
}
void schedule::close() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) baton_->leave();
}
void schedule::enter(seat* mine) {
  awake_.fetch_add(1, std::memory_order_relaxed);
  if (mine) baton_->enter(*mine);
}
void schedule::leave() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) baton_->leave();
}
void schedule::go_outside() {
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (seeded()) baton_->go_outside();
}
void schedule::come_back() {
  awake_.fetch_add(1, std::memory_order_relaxed);
  if (seeded()) baton_->come_back();
}

time_point schedule::deadline_after(duration wait) const noexcept {
  const time_point start = now();
  return wait >= never - start ? never : start + wait;
}

void schedule::wait(std::unique_lock<std::mutex>& lock, waiter& me, time_point deadline) {
  if (seeded()) return baton_->wait(lock, me.sits, deadline);
  awake_.fetch_sub(1, std::memory_order_relaxed);
  if (deadline == never)
    me.woken.wait(lock);
  else
    me.woken.wait_until(lock, deadline);
  awake_.fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t schedule::call_at(time_point deadline, alarm_action action, duration period, std::uint64_t owner,
                                const std::atomic<bool>* void_if) {
  return clock_->add(deadline, std::move(action), period, owner, void_if);
}
void schedule::cancel_all_of(std::uint64_t owner) { clock_->cancel_all_of(owner); }
std::optional<time_point> schedule::cancel(std::uint64_t alarm, const std::atomic<bool>* void_if) {
  return clock_->cancel(alarm, void_if);
}
void schedule::await_ring(std::uint64_t alarm) { clock_->await_ring(alarm); }
std::optional<time_point> schedule::deadline_of(std::uint64_t alarm) const { return clock_->deadline_of(alarm); }
void schedule::stop_clock() { clock_->stop(); }

}  // namespace otp
