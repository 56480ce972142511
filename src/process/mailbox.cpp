#include "process/mailbox.hpp"

#include <concurrentqueue.h>

#include <algorithm>
#include <new>
#include <utility>

#include "machine/platform.hpp"

namespace otp {

namespace {

struct queue_traits : moodycamel::ConcurrentQueueDefaultTraits {
  static constexpr std::size_t BLOCK_SIZE = 16;  // of 64-byte envelopes: 1 KiB
  static constexpr std::size_t EXPLICIT_INITIAL_INDEX_SIZE = 2;
  static constexpr std::size_t IMPLICIT_INITIAL_INDEX_SIZE = 2;
  static constexpr std::size_t INITIAL_IMPLICIT_PRODUCER_HASH_SIZE = 0;  // there are none
};

}  // namespace

struct mailbox::queue {
  moodycamel::ConcurrentQueue<message, queue_traits> items{0};
  moodycamel::ProducerToken token{items};
};

// ---- spin_policy -------------------------------------------------------------------------------------------------

bool spin_policy::spin_next() noexcept {
  if (!gaps_are_short_) return false;
  if (skip_ == 0) return true;
  --skip_;
  return false;
}

void spin_policy::spun(bool came) noexcept {
  if (came) next_skip_ = 1;
}

void spin_policy::parked(duration gap, bool had_spun) noexcept {
  constexpr std::uint32_t longest_skip = 1024;
  if (had_spun) {
    // We spun for as long as pays and in vain. If the message came soon after we had parked, then it was our spinning
    // that held it up: the sender needed this processor.
    if (gap < 2 * worth_spinning) {
      skip_ = next_skip_;
      next_skip_ = std::min(next_skip_ * 2, longest_skip);
    } else {
      gaps_are_short_ = false;
    }
  } else {
    gaps_are_short_ = gap < worth_spinning;
  }
}

// ---- sending side ------------------------------------------------------------------------------------------------

mailbox::mailbox(scheduler& s) noexcept : scheduler_(s) {}
mailbox::~mailbox() = default;

bool mailbox::push(message&& m) {
  if (!queue_) {
    auto fresh = std::make_unique<queue>();
    if (!fresh->token.valid()) throw std::bad_alloc();
    queue_ = std::move(fresh);
  }
  const std::uint64_t position = pushed() + 1;
  m.set_position(position);
  if (!queue_->items.enqueue(queue_->token, std::move(m))) throw std::bad_alloc();
  // release: the owner that reads this count without the mutex must see queue_ and the message in it. No
  // read-modify-write: all writers hold mutex_.
  pushed_.store(position, std::memory_order_release);
  if (parked_ < parked::for_message) return false;
  return wake_owner();
}

bool mailbox::alert() {
  // release: what the alert is about was written before, under the same mutex.
  alerted_.store(true, std::memory_order_release);
  if (parked_ == parked::no) return false;
  return wake_owner();
}

/// The first push wakes; those that follow need not. Returns whether wake() has to be called.
bool mailbox::wake_owner() noexcept {
  const bool polls = parked_ == parked::polls_for_message || parked_ == parked::polls_for_alert;
  parked_ = parked::no;
  if (polls) {
    ring_bell();
    return false;
  }
  woken_at_ = scheduler_.now();
  return true;
}

void mailbox::ring_bell() noexcept {
  if (!std::exchange(rings_, true)) bell_->ring();
}

// ---- receiving side ----------------------------------------------------------------------------------------------

bool mailbox::something_new() const noexcept {
  // acquire, both: pairs with the releases above.
  return pushed_.load(std::memory_order_acquire) != drained_ || alerted_.load(std::memory_order_acquire);
}

bool mailbox::drain(std::uint64_t waiting) {
  most_waiting_ = std::max(most_waiting_, waiting);
  const backlog::room room = backlog_.make_room(std::min<std::uint64_t>(waiting, bulk));
  queue& mine = queue_of_owner();
  const std::size_t count = mine.items.try_dequeue_bulk_from_producer(mine.token, room.first, room.count);
  backlog_.append(count);
  drained_ += count;
  if (count == waiting && most_waiting_ > bulk) shed_burst();
  return count > 0;
}

/// The queue never frees its blocks, so after a burst it is replaced by a fresh one.
void mailbox::shed_burst() {
  std::unique_ptr<queue> old;
  lock_guard lock(mutex_);
  if (pushed() != drained_) return;  // a message has come meanwhile; it would be lost with the old queue
  old = std::move(queue_);
  most_waiting_ = 0;
}

bool mailbox::spin(time_point deadline) const {
  if (scheduler_.crowded()) return false;
  time_point until = {};
  for (unsigned polls = 0;; ++polls) {
    if (something_new()) return true;
    platform::relax();
    if (polls % 32 != 31) continue;
    // The clock is read only now: in a fast exchange the message is there before.
    const time_point now = scheduler_.now();
    if (until == time_point{}) until = std::min(deadline, now + spin_policy::worth_spinning);
    if (now >= until || scheduler_.crowded()) return false;
  }
}

void mailbox::wait_for_message(time_point deadline) {
  const bool had_spun = spin_policy_.spin_next();
  if (had_spun) {
    const bool came = spin(deadline);
    spin_policy_.spun(came);
    if (came) {
      // The thread that alerted us left its message elsewhere; our caller looks there after every wait. acquire: as
      // above.
      alerted_.exchange(false, std::memory_order_acquire);
      return;
    }
  }
  park(parked::for_message, deadline, had_spun);
}

void mailbox::wait_for_alert(time_point deadline) { park(parked::for_alert, deadline, false); }

void mailbox::park(parked how, time_point deadline, bool had_spun) {
  unique_lock lock(mutex_);
  // Tested under the mutex that every push holds: either we see the message here, or its sender sees us parked.
  if (alerted_.exchange(false, std::memory_order_relaxed)) return;  // relaxed: under mutex_
  if (how == parked::for_message && pushed() != drained_) return;
  const time_point start = scheduler_.now();
  if (deadline <= start) return;
  parked_ = how;
  while (parked_ == how && (deadline == never || scheduler_.now() < deadline)) scheduler_.wait(lock, waiter_, deadline);
  if (parked_ == how)
    parked_ = parked::no;  // the deadline came; nobody has woken us
  else if (how == parked::for_message)
    spin_policy_.parked(woken_at_ - start, had_spun);
  if (lent_) ring_bell();  // nothing has rung it meanwhile
}

// ---- the bell -------------------------------------------------------------------------------------------------------

void mailbox::need_bell() {
  {
    lock_guard lock(mutex_);
    if (bell_) return;
  }
  auto made = std::make_unique<doorbell>();
  lock_guard lock(mutex_);
  bell_ = std::move(made);
}

/// From now on it rings for what comes. False: something has come.
bool mailbox::listen_for_bell(parked how) {
  // Tested under the mutex that every push holds, as in park().
  if (alerted_.load(std::memory_order_relaxed)) return false;  // relaxed: under mutex_
  if (how == parked::polls_for_message && pushed() != drained_) return false;
  if (std::exchange(rings_, false)) bell_->hush();
  parked_ = how;
  return true;
}

const doorbell* mailbox::begin_poll(bool for_messages) {
  need_bell();
  lock_guard lock(mutex_);
  if (listen_for_bell(for_messages ? parked::polls_for_message : parked::polls_for_alert)) return bell_.get();
  alerted_.store(false, std::memory_order_relaxed);  // relaxed: under mutex_
  return nullptr;
}

void mailbox::end_poll() noexcept {
  lock_guard lock(mutex_);
  parked_ = parked::no;
  if (lent_) ring_bell();
}

const doorbell& mailbox::lend_bell() {
  need_bell();
  lock_guard lock(mutex_);
  lent_ = true;
  ring_bell();
  return *bell_;
}

void mailbox::set_bell() noexcept {
  lock_guard lock(mutex_);
  if (listen_for_bell(parked::polls_for_message)) return;
  alerted_.store(false, std::memory_order_relaxed);  // relaxed: under mutex_. The next receive looks what it was about
  ring_bell();
}

void mailbox::destroy() {
  std::unique_ptr<queue> old;  // goes last: what is in it came later
  {
    lock_guard lock(mutex_);
    old = std::move(queue_);
    parked_ = parked::no;
    bell_.reset();
    lent_ = false;
    // Before any message goes: a destructor of one may look into this mailbox, and finds nothing in it.
    drained_ = pushed();
  }
  backlog_.clear();
}

}  // namespace otp
