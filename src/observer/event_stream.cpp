#include "observer/event_stream.hpp"

#include <algorithm>
#include <utility>

#include "observer/json.hpp"

namespace otp::observing {

namespace {

/// A burst may be as long as what a quarter of a second allows: the reader comes more often than that.
std::int64_t most_at_once(std::int64_t rate) { return std::max<std::int64_t>(1, rate / 4); }

}  // namespace

event_stream::event_stream(std::uint64_t rate, std::vector<pid> only)
    : rate_(static_cast<std::int64_t>(rate)), only_(std::move(only)), allowed_(most_at_once(rate_)) {}

void event_stream::offer(const trace_event& event) {
  const auto wanted = [&](const pid& each) { return each == event.actor || each == event.other; };
  if (!only_.empty() && std::none_of(only_.begin(), only_.end(), wanted)) return;
  // relaxed: these count, and order nothing. Looked at first: where most is thrown away, most is not written.
  if (allowed_.load(std::memory_order_relaxed) <= 0 || allowed_.fetch_sub(1, std::memory_order_relaxed) <= 0) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  item kept{0, event};
  lock_guard lock(mutex_);
  const std::uint64_t dropped = dropped_.load(std::memory_order_relaxed);
  if (queue_.size() >= longest) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  kept.dropped_before = dropped - std::exchange(dropped_noted_, dropped);
  queue_.push_back(std::move(kept));
}

std::string event_stream::take() {
  std::deque<item> came;
  std::uint64_t dropped_last = 0;
  {
    lock_guard lock(mutex_);
    came.swap(queue_);
    const std::uint64_t dropped = dropped_.load(std::memory_order_relaxed);  // relaxed: as above
    dropped_last = dropped - std::exchange(dropped_noted_, dropped);
  }
  const clock::time_point now = clock::now();
  const auto more =
      static_cast<std::int64_t>(static_cast<double>(rate_) * std::chrono::duration<double>(now - last_).count());
  if (more > 0) {
    last_ = now;
    const std::int64_t left = std::max<std::int64_t>(0, allowed_.load(std::memory_order_relaxed));
    allowed_.store(std::min(left + more, most_at_once(rate_)), std::memory_order_relaxed);
  }
  std::string text;
  const auto tell_dropped = [&](std::uint64_t count) {
    if (count == 0) return;
    dropped_told_ += count;
    text += "event: dropped\ndata: " + json_object().add("dropped", count).add("total", dropped_told_).str() + "\n\n";
  };
  for (const item& each : came) {
    tell_dropped(each.dropped_before);
    text += "data: " + to_json(each.event) + "\n\n";
  }
  tell_dropped(dropped_last);
  return text;
}

}  // namespace otp::observing
