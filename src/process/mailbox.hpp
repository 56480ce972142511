// mailbox.hpp - the lock-free queue an actor receives from, and the place where its thread is parked.
//
// Mirrors        the message queue of a BEAM process
// Differs        A thread that waits either parks (a system call for the waker, tens of microseconds until it runs) or
//                spins (fast, but takes a processor from the one it waits for). It learns which: see `spin_policy`.
// Thread safety  push and alert: any thread, holding mutex(). The receiving side: the owner's thread, without a lock.
// Invariants     1. One total order: position n is the n-th push, and messages are drained in that order.
//                2. pushed_ is raised after the message is in the queue, so a drain that sees the count sees the
//                   message.
//                3. No wake-up is lost: a push and the owner's "nothing there, so I park" exclude each other by
//                   mutex().
//                4. A mailbox that never got a message owns no queue; a drained burst gives its blocks back.
//                5. While the owner polls, a push or an alert rings its bell. While the bell is lent, it rings whenever
//                   the owner is outside of a receive and something has come since that receive looked.
// Model          tests/models/mailbox.pml proves 2 and 3, and that shedding loses nothing, for two senders;
//                tests/models/doorbell.pml proves 5
// Chapter        1
//
// Why one producer token behind a mutex, when ConcurrentQueue lets every thread enqueue without a lock?
//   Order.   Its implicit producers keep FIFO for each sending thread, but not between threads: a signal that another
//            thread sends for an actor (of its end, say) would overtake what the actor itself had sent. With one token
//            all signals stand in one order, and a sender may decide under the mutex whether the receiver is alive,
//            traps exits or still watches, and act on it before anybody can change it.
//   Memory.  An implicit producer costs a block for each pair of queue and thread: 1,280 MiB where a thousand actors
//            have each written once to each other. With one token the queues take 9 MiB.
//   Cost.    A dequeue scans all producers that ever wrote: 45 us with 5,000. With one token: always one.
// The price is that senders to one actor take turns for about 20 ns each. The receiving side stays lock-free.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include <otp/message.hpp>

#include "machine/mutex.hpp"
#include "machine/poll.hpp"
#include "process/backlog.hpp"
#include "schedule/scheduler.hpp"

namespace otp {

/// Learns from the gaps between "nothing there" and "a message came" whether it pays to spin before parking.
class spin_policy {
 public:
  /// Shorter than parking and waking: a wait of up to this long is better spun than slept.
  static constexpr duration worth_spinning = std::chrono::microseconds(50);

  bool spin_next() noexcept;
  /// After a spin: did the message come before we gave up?
  void spun(bool came) noexcept;
  /// After parking: how long the wait was, by the waker's clock (so without the time it took us to wake).
  void parked(duration gap, bool had_spun) noexcept;

 private:
  bool gaps_are_short_ = false;
  std::uint32_t skip_ = 0;       // waits to come for which we do not spin
  std::uint32_t next_skip_ = 1;  // doubles whenever spinning turns out to have been in the partner's way
};

class mailbox {
 public:
  explicit mailbox(scheduler& s) noexcept;
  ~mailbox();

  /// Guards the sending side, and whatever else the actor's record says it guards.
  otp::mutex& mutex() noexcept OTPP_RETURNS(mutex_) { return mutex_; }

  // ---- any thread, holding mutex() --------------------------------------------------------------------------------

  /// Appends. Returns whether the owner is parked and must be woken with wake() after unlocking.
  /// Throws std::bad_alloc, and then the mailbox is as it was.
  bool push(message&& m) OTPP_REQUIRES(mutex());
  /// Makes the owner look up, message or not; returns as push().
  bool alert() OTPP_REQUIRES(mutex());
  /// How many messages are there and have not been received.
  // relaxed: another's count may be a moment old.
  std::uint64_t unread() const noexcept OTPP_REQUIRES(mutex_) {
    return pushed() - taken_.load(std::memory_order_relaxed);
  }
  /// How many messages were ever pushed.
  std::uint64_t pushed() const noexcept OTPP_REQUIRES(mutex_) {
    return pushed_.load(std::memory_order_relaxed);
  }  // relaxed: under mutex()

  /// How many messages were ever received.
  // relaxed: another's count may be a moment old.
  std::uint64_t taken() const noexcept OTPP_REQUIRES(mutex_) { return taken_.load(std::memory_order_relaxed); }
  /// The owner has parked, or polls, and goes on only when it has taken mutex() again.
  bool owner_waits() const noexcept OTPP_REQUIRES(mutex_) {
    return parked_ == parked::for_message || parked_ == parked::for_alert || (polls() && !lent_);
  }
  /// It waits for descriptors as well; with a lent bell, it may do anything else meanwhile.
  bool polls() const noexcept OTPP_REQUIRES(mutex_) {
    return parked_ == parked::polls_for_message || parked_ == parked::polls_for_alert;
  }

  // ---- any thread ---------------------------------------------------------------------------------------------------

  void wake() noexcept { scheduler_.wake(waiter_); }

  // ---- the owner's thread -------------------------------------------------------------------------------------------

  backlog& messages() noexcept { return backlog_; }
  const backlog& messages() const noexcept { return backlog_; }
  /// Receives the message that stands at this place of the backlog.
  message take(backlog::index i) noexcept {
    // relaxed, and no read-modify-write: the owner alone writes it, and it orders nothing.
    taken_.store(taken_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    return backlog_.take(i);
  }
  /// Moves what has arrived into the backlog, at most one bulk. False: nothing had arrived.
  bool drain() {
    const std::uint64_t waiting = pushed_.load(std::memory_order_acquire) - drained_;  // acquire: invariant 2
    return waiting != 0 && drain(waiting);
  }
  /// All of it.
  void drain_all() {
    while (drain()) {
    }
  }
  /// The position that the next drained message will have.
  std::uint64_t next_position() const noexcept { return drained_ + 1; }
  /// How many messages have come by now.
  std::uint64_t arrived() const noexcept { return pushed_.load(std::memory_order_acquire); }  // acquire: invariant 2

  /// Waits until a push, an alert or the deadline; may return early for no reason.
  void wait_for_message(time_point deadline);
  /// Waits until an alert or the deadline, however many messages come.
  void wait_for_alert(time_point deadline);

  /// For a wait that polls: from now until end_poll, a push (unless only alerts count) and an alert ring this bell.
  /// Null: there is something new, so do not wait. Errors: error{system_limit}.
  const doorbell* begin_poll(bool for_messages);
  void end_poll() noexcept;
  /// From now on the bell rings until a receive finds nothing, and again when something comes after that: for the
  /// loop that polls its descriptor. Errors: error{system_limit}.
  const doorbell& lend_bell();
  /// A receive has found nothing. (One that began behind a mark has not looked at all there is.)
  void found_nothing(bool looked_at_all) {
    if (lent_ && looked_at_all) [[unlikely]]
      set_bell();
  }

  /// Frees queue and backlog with all messages in them. Nothing may be pushed any more.
  void destroy();

 private:
  struct queue;  // ConcurrentQueue's: see mailbox.cpp
  // In this order: what is below for_message is not woken by a push.
  enum class parked : std::uint8_t { no, for_alert, polls_for_alert, for_message, polls_for_message };

  bool something_new() const noexcept;
  bool wake_owner() noexcept OTPP_REQUIRES(mutex_);
  void need_bell();
  void ring_bell() noexcept OTPP_REQUIRES(mutex_);
  bool listen_for_bell(parked how) OTPP_REQUIRES(mutex_);
  void set_bell() noexcept;
  bool drain(std::uint64_t waiting);
  /// The owner, who alone replaces it, reads it without the mutex.
  queue& queue_of_owner() noexcept OTPP_UNCHECKED { return *queue_; }
  bool spin(time_point deadline) const;
  void park(parked how, time_point deadline, bool had_spun);
  void shed_burst();

  static constexpr std::size_t cache_line = 64;
  static constexpr std::size_t bulk = 64;  // messages moved by one drain; after more at once, the queue is replaced

  scheduler& scheduler_;
  otp::mutex mutex_;
  waiter waiter_;

  std::unique_ptr<queue> queue_ OTPP_GUARDED_BY(mutex_);  // but see queue_of_owner()
  parked parked_ OTPP_GUARDED_BY(mutex_) = parked::no;
  time_point woken_at_ OTPP_GUARDED_BY(mutex_);  // the waker's clock

  // Made by the owner when it first polls. Rung, and closed, with the mutex held: a descriptor with its number may
  // be another's the moment after it is closed.
  std::unique_ptr<doorbell> bell_ OTPP_GUARDED_BY(mutex_);
  bool rings_ OTPP_GUARDED_BY(mutex_) = false;
  bool lent_ = false;  // another event loop polls the bell. The owner writes it under mutex_, and reads it without

  std::atomic<std::uint64_t> pushed_{0};  // written under mutex_
  std::atomic<bool> alerted_{false};      // set under mutex_, cleared by the owner

  // Written by the owner's thread only, with each message: on cache lines of its own, or senders would wait for them.
  alignas(cache_line) std::atomic<std::uint64_t> taken_{0};  // read by any thread
  std::uint64_t drained_ = 0;
  std::uint64_t most_waiting_ = 0;  // since the queue was last replaced
  backlog backlog_;
  spin_policy spin_policy_;
};

}  // namespace otp
