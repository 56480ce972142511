// mailbox.hpp - the messages of a coroutine that is an actor, in a ring.
//
// Thread safety  None: the worker that runs the actor, and nobody else.
// Invariants     1. A place is a number that does not change while its message is there.
//                2. The message in hand stays where its handler sees it, even when the ring grows meanwhile.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include <otp/message.hpp>

namespace coro {

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

}  // namespace coro
