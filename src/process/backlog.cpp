#include "process/backlog.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace otp {

backlog::index backlog::find(std::uint64_t position) const noexcept {
  // A hole has the position of the message before it: the order holds, and the search ends behind it.
  index low = head_;
  index high = tail_;
  while (low < high) {
    const index middle = low + (high - low) / 2;
    if (slot(middle).position() < position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/// After a message was taken that was not the oldest with another behind it.
void backlog::tidy(index taken) noexcept {
  if (live_ == 0) {
    head_ = tail_ = 0;
    if (capacity_ > kept_when_empty) {
      slots_.reset();
      capacity_ = 0;
    }
    return;
  }
  // Old messages that nobody wants, and the holes of those taken from behind them: the next one who looks meets all of
  // it again. Closing up costs no more than has been paid to pass them.
  if (2 * holes_met_ > taken - head_ + kept_when_empty) close_up(taken);
  while (slot(head_).empty()) ++head_;
  while (slot(tail_ - 1).empty()) --tail_;
  // Few messages among many holes: a receive that looks through them pays for the holes. Squeezed out after as many
  // takes.
  if (tail_ - head_ > 2 * live_ + kept_when_empty) squeeze();
  shrink();
}

/// Moves the messages older than the one just taken up to its place, in order.
void backlog::close_up(index taken) noexcept {
  index to = taken + 1;
  for (index from = taken; from-- != head_;)
    if (!slot(from).empty()) slot(--to) = std::move(slot(from));
  head_ = to;
}

/// Moves what is left to a smaller ring, if there is memory for one.
void backlog::shrink() noexcept {
  if (capacity_ > kept_when_empty && live_ <= capacity_ / 4) move_to(capacity_ / 2);
}

backlog::room backlog::make_room(std::size_t wanted) {
  if (tail_ - head_ == capacity_) {
    if (capacity_ != 0 && live_ <= capacity_ / 2)
      squeeze();
    else
      grow();
  }
  const std::size_t start = tail_ & (capacity_ - 1);
  const std::size_t unused = capacity_ - static_cast<std::size_t>(tail_ - head_);
  return {&slots_[start], std::min({wanted, unused, capacity_ - start})};
}

void backlog::squeeze() noexcept {
  index to = head_;
  for (index from = head_; from != tail_; ++from) {
    if (slot(from).empty()) continue;
    if (to != from) slot(to) = std::move(slot(from));
    ++to;
  }
  tail_ = to;
}

void backlog::grow() {
  if (!move_to(std::max<std::size_t>(4, capacity_ * 2))) throw std::bad_alloc();
}

/// False, and nothing has changed, when there is no memory for it.
bool backlog::move_to(std::size_t capacity) noexcept {
  std::unique_ptr<message[]> slots(new (std::nothrow) message[capacity]);
  if (!slots) return false;
  std::size_t to = 0;
  for (index from = head_; from != tail_; ++from)
    if (!slot(from).empty()) slots[to++] = std::move(slot(from));
  slots_ = std::move(slots);
  capacity_ = capacity;
  head_ = 0;
  tail_ = to;
  return true;
}

void backlog::clear() noexcept {
  // Moved out first: a destructor of a message may call back into the library.
  const auto unwanted = std::exchange(slots_, nullptr);
  capacity_ = 0;
  head_ = tail_ = 0;
  live_ = 0;
}

}  // namespace otp
