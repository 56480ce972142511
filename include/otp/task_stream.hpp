// task_stream.hpp - a function for each element of a range, so many at a time, and their results as they are wanted.
//
//   for (const auto& size : otp::async_stream(files, size_of, {.max_concurrency = 4}))
//     if (size) total += *size.value;
//
// Mirrors        Elixir: Task.async_stream/3, Task.Supervisor.async_stream_nolink/4
// Differs        An element's result is a response: its value, or why there is none. The stream is an object; what
//                still runs at its end is killed.
// Thread safety  The actor that made it. The function is copied into each task.
// Invariants     1. At most max_concurrency tasks run at any time; the next starts when a result has been taken.
//                2. The time is each task's own, from its start.
// Chapter        16
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <otp/request.hpp>
#include <otp/tasks.hpp>

namespace otp {

/// One for each processor.
std::size_t usual_concurrency() noexcept;

struct stream_options {
  std::size_t max_concurrency = usual_concurrency();
  bool ordered = true;                         // as the elements; else as they are done
  duration timeout = std::chrono::seconds(5);  // for each
  /// The response of one that takes longer is `timeout`, and it is killed when that is taken, if it still runs; else
  /// the caller gets an exit_exception.
  bool kill_late = false;
  bool link = true;  // a task's failure ends a caller that does not trap exits
};

template <class Range>
using element_of = std::remove_cvref_t<decltype(*std::begin(std::declval<Range&>()))>;

/// Results of the function for each element. Made by async_stream.
template <class Range, class F>
class task_stream {
  using element = element_of<Range>;
  using value = reply_value<std::decay_t<std::invoke_result_t<F&, const element&>>>;

 public:
  task_stream(Range elements, F work, const stream_options& how)
      : elements_(std::move(elements)), work_(std::move(work)), how_(how), at_(std::begin(elements_)) {
    if (how_.max_concurrency == 0) throw error(errc::badarg, "async_stream: max_concurrency is zero");
  }
  ~task_stream() {
    for (const task<done>& each : running_) task_shutdown(each, brutal_kill);
  }
  task_stream(const task_stream&) = delete;
  task_stream& operator=(const task_stream&) = delete;

  /// The next result; nothing after the last.
  /// Errors: exit_exception {timeout,{task,async_stream,[Pid]}}, see kill_late.
  std::optional<response<value>> next() {
    while (running_.size() < how_.max_concurrency && at_ != std::end(elements_)) start();
    if (running_.empty()) return std::nullopt;
    const std::size_t first = how_.ordered ? 0 : await_one();
    response<value> got = taken_from(first);
    running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(first));
    deadlines_.erase(deadlines_.begin() + static_cast<std::ptrdiff_t>(first));
    return got;
  }

  // For `for (const auto& result : stream)`, once.
  class iterator {
   public:
    explicit iterator(task_stream& of) : of_(of), now_(of.next()) {}
    response<value>& operator*() { return *now_; }
    void operator++() { now_ = of_.next(); }
    bool operator==(std::default_sentinel_t) const { return !now_; }

   private:
    task_stream& of_;
    std::optional<response<value>> now_;
  };
  iterator begin() { return iterator(*this); }
  std::default_sentinel_t end() const { return {}; }

 private:
  /// A value, and when it was there: the caller may come for it long after.
  struct done {
    value result;
    time_point at;
  };

  void start() {
    running_.reserve(running_.size() + 1);  // so that both grow, or neither
    deadlines_.reserve(running_.size() + 1);
    auto work = [f = work_, each = element(*at_)]() mutable {
      if constexpr (std::is_void_v<std::invoke_result_t<F&, const element&>>) {
        f(each);
        return done{{}, now()};
      } else {
        return done{f(each), now()};
      }
    };
    running_.push_back(start_task({.link = how_.link}, std::move(work)));
    deadlines_.push_back(later(now(), how_.timeout));
    ++at_;
  }
  /// Returns the place of one that is over, or late.
  std::size_t await_one() {
    const auto is_over = [](const task<done>& each) { return each.inside().over(); };
    auto found = std::find_if(running_.begin(), running_.end(), is_over);
    if (found != running_.end()) return static_cast<std::size_t>(found - running_.begin());
    const auto soonest = std::min_element(deadlines_.begin(), deadlines_.end());
    const auto over = await_any(std::span<const task<done>>(running_), left(*soonest));
    return over.value_or(static_cast<std::size_t>(soonest - deadlines_.begin()));
  }
  static duration left(time_point deadline) {
    return deadline == never ? infinity : std::max(duration::zero(), deadline - now());
  }
  /// What became of the task at this place within its time.
  response<value> taken_from(std::size_t place) {
    const task<done>& its = running_[place];
    task_state<done>& state = its.inside();
    its.outcome(how_.ordered ? left(deadlines_[place]) : duration::zero());
    const bool late = state.value ? state.value->at > deadlines_[place] : !state.failure;
    if (!late)
      return {state.value ? std::optional(std::move(state.value->result)) : std::nullopt,
              state.failure.value_or(normal)};
    if (!how_.kill_late)
      throw exit_exception(exit_reason::in_call(timeout, "{task,async_stream,[" + to_string(its.pid()) + "]}"));
    if (!state.over()) task_shutdown(its, brutal_kill);
    return {std::nullopt, timeout};
  }

  Range elements_;
  F work_;
  const stream_options how_;
  decltype(std::begin(std::declval<Range&>())) at_;
  std::vector<task<done>> running_;  // in the order of their elements
  std::vector<time_point> deadlines_;
};

/// The range is copied or moved into the stream; std::views::all(range) refers to one that lives longer.
template <class Range, class F>
auto async_stream(Range elements, F work, const stream_options& how = {}) {
  constexpr bool called = std::is_invocable_v<F&, const element_of<Range>&>;
  static_assert(called, "async_stream: this function does not take an element of this range");
  if constexpr (called) return task_stream<Range, F>(std::move(elements), std::move(work), how);
}

}  // namespace otp
