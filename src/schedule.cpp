#include <otp/schedule.hpp>

#include <boost/thread/thread.hpp>
#include <map>
#include <unordered_map>
#include <utility>

#include <otp/error.hpp>

#include "platform.hpp"

namespace otp {

/// One thread, started by the first alarm, that sleeps until the earliest deadline.
class schedule::alarm_clock {
 public:
  explicit alarm_clock(schedule& owner) : owner_(owner) {}

  std::uint64_t add(time_point deadline, std::function<void()> action) {
    std::lock_guard lock(mutex_);
    if (stopped_) return 0;
    if (!thread_.joinable()) start();
    const std::uint64_t id = ++last_id_;
    // Two alarms of one deadline ring in the order in which they were set: the id breaks the tie.
    const auto place = pending_.emplace(key{deadline, id}, std::move(action)).first;
    deadlines_.emplace(id, deadline);
    if (place == pending_.begin()) owner_.wake(waiter_);
    return id;
  }

  bool cancel(std::uint64_t id) {
    std::function<void()> unused;  // destroyed after the lock: an action may own messages with destructors of their own
    std::lock_guard lock(mutex_);
    const auto found = deadlines_.find(id);
    if (found == deadlines_.end()) return false;
    const auto alarm = pending_.find(key{found->second, id});
    unused = std::move(alarm->second);
    pending_.erase(alarm);
    deadlines_.erase(found);
    return true;
  }

  void stop() {
    {
      std::lock_guard lock(mutex_);
      stopped_ = true;
      owner_.wake(waiter_);
    }
    boost::this_thread::disable_interruption no_interruption;  // join() would throw in a thread that is being ended
    if (thread_.joinable()) thread_.join();
    std::map<key, std::function<void()>> unused;
    std::lock_guard lock(mutex_);
    unused.swap(pending_);
    deadlines_.clear();
  }

 private:
  using key = std::pair<time_point, std::uint64_t>;

  void start() {
    try {
      thread_ = boost::thread([this] { run(); });
    } catch (const boost::thread_resource_error&) {
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
        auto alarm = pending_.extract(pending_.begin());
        deadlines_.erase(alarm.key().second);
        lock.unlock();
        alarm.mapped()();
        alarm = {};  // its action goes before the lock is taken again
        lock.lock();
      }
    }
  }

  schedule& owner_;
  std::mutex mutex_;
  // guarded by mutex_
  std::map<key, std::function<void()>> pending_;
  std::unordered_map<std::uint64_t, time_point> deadlines_;
  std::uint64_t last_id_ = 0;
  bool stopped_ = false;
  boost::thread thread_;
  waiter waiter_;
};

schedule::schedule()
    : processors_(static_cast<int>(platform::processors())), clock_(std::make_unique<alarm_clock>(*this)) {}
schedule::~schedule() { stop_clock(); }

time_point schedule::deadline_after(duration wait) const noexcept {
  const time_point start = now();
  return wait >= never - start ? never : start + wait;
}

void schedule::wait(std::unique_lock<std::mutex>& lock, waiter& me, time_point deadline) {
  if (deadline == never)
    me.woken.wait(lock);
  else
    me.woken.wait_until(lock, deadline);
}

std::uint64_t schedule::call_at(time_point deadline, std::function<void()> action) {
  return clock_->add(deadline, std::move(action));
}
bool schedule::cancel(std::uint64_t alarm) { return clock_->cancel(alarm); }
void schedule::stop_clock() { clock_->stop(); }

}  // namespace otp
