// backlog.hpp - the messages an actor has taken from its queue and not yet received, oldest first.
//
// Mirrors        the inner message queue of a BEAM process, with its save pointer
// Differs        A ring, not a list. The save pointer is a position in the mailbox, found again by binary search.
// Thread safety  Owner's thread only.
// Invariants     1. Messages stand in order of their positions; taking one from the middle costs O(1), amortised.
//                   Looking past those that came before it costs a few times their number, however many were taken
//                   from among them.
//                2. Looking for a message from a position on costs O(log n), however many stand before it.
//                3. It gives back the memory of what it no longer holds.
// Chapter        2
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include <otp/message.hpp>

namespace otp {

/// A ring of slots. A taken message leaves a hole; holes are squeezed out when the ring is full of them, or when those
/// who look through it have met too many.
class backlog {
 public:
  /// A place in the backlog: valid until the next append() or take().
  using index = std::uint64_t;

  index begin() const noexcept { return head_; }
  index end() const noexcept { return tail_; }
  /// Null for a hole.
  message* at(index i) noexcept {
    message& m = slots_[i & (capacity_ - 1)];
    if (!m.empty()) return &m;
    ++holes_met_;
    return nullptr;
  }
  /// The same, for one who only shows it: it is not counted as met.
  const message* peek(index i) const noexcept { return slot(i).empty() ? nullptr : &slot(i); }
  bool empty() const noexcept { return live_ == 0; }
  std::size_t size() const noexcept { return live_; }
  /// The first place whose message stands at `position` or later in the mailbox.
  index find(std::uint64_t position) const noexcept;

  message take(index i) noexcept {
    message taken = std::move(slot(i));
    --live_;
    // A hole stands where what is before it stands: find() steps over it.
    if (i != head_) slot(i).set_position(slot(i - 1).position());
    if (live_ == 0 && capacity_ <= kept_when_empty)
      head_ = tail_ = 0;
    else if (i == head_ && i + 1 != tail_ && !slot(i + 1).empty())
      ++head_;  // as nearly always: the oldest, and the next one stands behind it
    else
      tidy(i);
    holes_met_ = 0;
    return taken;
  }

  /// Room for at least one and at most `wanted` messages behind the last one: a run of empty slots to be filled in
  /// order, then announced with append(). May throw std::bad_alloc, and then nothing has changed.
  struct room {
    message* first;
    std::size_t count;
  };
  room make_room(std::size_t wanted);
  void append(std::size_t count) noexcept {
    tail_ += count;
    live_ += count;
  }
  void clear() noexcept;

 private:
  static constexpr std::size_t kept_when_empty = 64;  // slots: what a bulk dequeue fills

  message& slot(index i) const noexcept { return slots_[i & (capacity_ - 1)]; }
  void tidy(index taken) noexcept;
  void close_up(index taken) noexcept;
  void squeeze() noexcept;
  void shrink() noexcept;
  void grow();
  bool move_to(std::size_t capacity) noexcept;

  std::unique_ptr<message[]> slots_;
  std::size_t capacity_ = 0;   // zero or a power of two
  index head_ = 0;             // the oldest message, if there is one
  index tail_ = 0;             // one behind the newest slot in use
  std::size_t live_ = 0;       // messages; tail_ - head_ - live_ are holes
  std::size_t holes_met_ = 0;  // by at(), since the last take()
};

}  // namespace otp
