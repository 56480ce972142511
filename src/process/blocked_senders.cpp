#include <otp/mailbox_limit.hpp>

#include <atomic>
#include <list>
#include <new>
#include <utility>

#include "process/delivery.hpp"
#include "process/runtime.hpp"

namespace otp {

// The protocol. Sender S finds the mailbox of R full, or others blocked before it.
//
//   S                                                   R
//   1. R's mutex: enters itself, with its message, as    a. takes a message: there is room (without the mutex)
//      the last of blocked_senders; answer = none        b. R's mutex: removes the first of blocked_senders, sends
//   2. waits for an alert                                   its message for it, writes `answer`
//   3. looks at the answer: none? again from 2           c. S's mutex: alerts S; again from b while there is room
//   4. an exit signal instead: R's mutex: if answer is   d. has ended: b and c for all of them; nothing is sent
//      none, removes itself
//
// S writes the entry in 1 and removes it in 4. R removes it in b, and writes `answer` as the last thing it does with
// it. blocked_senders is guarded by R's mutex.
//
// Which race is prevented where:
//   - No wake-up is lost. 1 and b exclude each other: either S has seen the room that R made, or R sees S. `answer` is
//     written before the alert, and S looks at it after each alert, so it does not matter that an alert is also what
//     an exit signal gives, or that one comes when S has already looked.
//   - The order is that of blocking. S does not send when it wakes, because then the operating system would decide who
//     wakes first: R sends for it. A sender that comes while others wait queues behind them even if there is room, as
//     there is between a and b.
//   - A sender that goes takes nothing with it. Room is given to messages, not to senders, so there is none to give
//     back: an exit signal, or a deadlock that is reported, unwinds S through 4, and R meets the next one.
//   - The entry is on S's stack. In b it stands in blocked_senders, so S has not been through 4; and once `answer` is
//     written R does not touch it. An S that is abandoned while it waits (hold_exits keeps the exit signal from it)
//     keeps its stack, for its thread is still in there; R answers it, and does not send.
//   - Memory that is refused in 1 or in b is S's std::bad_alloc. R, which only takes a message, does not hear of it.
// tests/models/mailbox_limit.pml has these steps as a model.

/// A sender that waits for room.
struct blocked_sender {
  enum class outcome : std::uint8_t { none, done, memory_refused };
  process& sender;
  message& what;
  const shown_message* shown;  // for the trace
  std::atomic<outcome> answer{outcome::none};
  // acquire: S destroys the entry after it, and R has used that before.
  bool answered() const noexcept { return answer.load(std::memory_order_acquire) != outcome::none; }
};

namespace {

/// The sender's place among the blocked ones, from its entry until it leaves, however it leaves.
class place_in_queue {
 public:
  /// Errors: std::bad_alloc, and nothing has changed.
  place_in_queue(process& receiver, blocked_sender& entry) OTPP_REQUIRES(receiver.box.mutex())
      : receiver_(receiver),
        entry_(entry),
        at_(receiver.blocked_senders.insert(receiver.blocked_senders.end(), &entry)) {}
  place_in_queue(const place_in_queue&) = delete;
  place_in_queue& operator=(const place_in_queue&) = delete;
  ~place_in_queue() {
    if (!entry_.answered()) leave();  // what ended the wait was thrown
  }

 private:
  void leave() {
    lock_guard lock(receiver_.box.mutex());
    if (!entry_.answered()) receiver_.blocked_senders.erase(at_);
  }

  process& receiver_;
  const blocked_sender& entry_;
  const std::list<blocked_sender*>::iterator at_;
};

}  // namespace

bool delivery::await_room(otp::message& m, process* sender, const shown_message* shown) {
  const mailbox_limit limit = to_.limit;
  if (!sender || sender == &to_ || to_.state >= process::status::ending) return true;
  const bool full = to_.box.unread() >= limit.messages;
  if (!full && to_.blocked_senders.empty()) return true;
  if (limit.when_full == overflow::drop) {
    if (shown) shown->dropped(to_);
    return false;
  }
  if (limit.when_full == overflow::crash_sender)
    throw error(errc::system_limit, "send: the mailbox of " + to_string(pid(&to_)) + " is full (" +
                                        std::to_string(limit.messages) + " messages)");
  blocked_sender entry{*sender, m, shown};
  const place_in_queue place(to_, entry);
  lock_.unlock();
  sender->tell_wait([] { return std::string("room in a full mailbox"); });
  while (!entry.answered()) {
    sender->box.wait_for_alert(never);
    sender->checkpoint();
  }
  if (entry.answer == blocked_sender::outcome::memory_refused) throw std::bad_alloc();
  return false;
}

/// Returns the sender that has now got its answer and has to be alerted; nobody when there is none, or no room.
pid process::admit_next_blocked_sender() noexcept {
  delivery own(*this);
  const bool ended = state >= status::ending;  // then message() drops what it is given
  if (blocked_senders.empty() || (!ended && box.unread() >= limit.messages)) return {};
  blocked_sender& first = *blocked_senders.front();
  blocked_senders.pop_front();
  pid sender(&first.sender);
  auto answer = blocked_sender::outcome::done;
  try {
    if (may_act(&first.sender)) own.message(std::move(first.what), first.shown);
  } catch (const std::bad_alloc&) {
    answer = blocked_sender::outcome::memory_refused;
  }
  // release: as above. Now the sender may go at any moment, and the entry with it.
  first.answer.store(answer, std::memory_order_release);
  return sender;
}

void process::admit_blocked_senders() noexcept {
  // One after another: the alert takes the sender's mutex, for which this actor's has to be released.
  while (const pid admitted = admit_next_blocked_sender()) {
    delivery signal(of(admitted));
    signal.alert();
  }
}

}  // namespace otp
