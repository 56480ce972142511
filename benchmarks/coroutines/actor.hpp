// actor.hpp - what an actor that is a coroutine writes. Benchmarks include this one.
//
// What it is     spawn, send and receive. Messages and patterns are otp++'s own (message.hpp, pattern.hpp), so both
//                designs say the same things:
//                  otp++        otp::receive([](ping p) { ... }, otp::after(1s, [] { ... }));
//                  coroutines   co_await coro::receive([](ping p) { ... }, otp::after(1s, [] { ... }));
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <coroutine>
#include <cstdint>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

#include <otp/pattern.hpp>
#include <otp/receive.hpp>

#include "scheduler.hpp"

namespace coro {

inline address self() { return {runtime::running, runtime::running->generation}; }
inline address spawn(actor body) { return runtime::current->start(std::move(body), {}); }
/// A `down` comes when it has ended.
inline address spawn_monitor(actor body) { return runtime::current->start(std::move(body), self()); }
template <class T>
void send(address to, T&& value) {
  runtime::current->send(to, std::forward<T>(value));
}

/// A place in the mailbox behind all that has come: what was there before is not the answer to what we ask now.
struct mark {
  std::uint64_t place = 0;
};
inline mark mark_mailbox() {
  runtime::running->drain();
  return {runtime::running->messages.end()};
}

template <class... Clauses>
class receive_awaiter final : public waiting_receive {
  static constexpr std::size_t count = sizeof...(Clauses);
  using last_clause = std::tuple_element_t<count - 1, std::tuple<Clauses...>>;
  static constexpr bool has_after = otp::is_after<last_clause>;
  using result = typename otp::detail::common_result<Clauses...>::type;
  static constexpr std::size_t nothing = ~std::size_t{0};

 public:
  receive_awaiter(mark older, Clauses... given) : clauses_(std::move(given)...), at_(older.place) {}

  bool await_ready() {
    cell& me = *runtime::running;
    at_ = std::max(at_, me.messages.begin());
    if constexpr (has_after) {
      const otp::duration wait = std::get<count - 1>(clauses_).wait;
      if (wait != otp::infinity) deadline_ = std::chrono::steady_clock::now() + wait;
    }
    return ready(me) && me.budget-- > 0;
  }
  void await_suspend(std::coroutine_handle<> frame) {
    cell& me = *runtime::running;
    me.frame = frame;
    me.receive = this;
    if (has_deadline()) runtime::current->set_timer(me, deadline_);
  }
  result await_resume() {
    cell& me = *runtime::running;
    if (has_deadline() && me.receive) runtime::current->clear_timer(me);
    me.receive = nullptr;
    if constexpr (has_after)
      if (chosen_ == nothing) return static_cast<result>(std::get<count - 1>(clauses_).handler());
    return me.messages.take(
        at_, [&](otp::message&& m) { return otp::detail::run_chosen<result, 0>(clauses_, chosen_, std::move(m)); });
  }

  bool ready(cell& me) override {
    if (look(me)) return true;
    if constexpr (workers) {
      me.drain();
      if (look(me)) return true;
    }
    return has_deadline() && std::chrono::steady_clock::now() >= deadline_;
  }

 private:
  bool has_deadline() const { return has_after && deadline_ != otp::never; }
  bool look(cell& me) {
    for (; at_ != me.messages.end(); ++at_)
      if (const otp::message& m = me.messages.at(at_); !m.empty() && accepts(m)) return true;
    return false;
  }
  bool accepts(const otp::message& m) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      const bool found = ((otp::detail::clause_accepts(std::get<I>(clauses_), m) ? (chosen_ = I, true) : false) || ...);
      return found;
    }
    (std::index_sequence_for<Clauses...>());
  }

  std::tuple<Clauses...> clauses_;
  std::uint64_t at_;
  std::size_t chosen_ = nothing;
  otp::time_point deadline_ = otp::never;
};

template <class... Given>
auto receive(mark older, Given&&... given) {
  return receive_awaiter<decltype(otp::as_clause(std::forward<Given>(given)))...>(
      older, otp::as_clause(std::forward<Given>(given))...);
}
/// As otp::receive, to be awaited.
template <class... Given>
auto receive(Given&&... given) {
  return receive(mark(), std::forward<Given>(given)...);
}

/// Lets the other actors of this worker have their turns.
struct yield {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> frame) {
    runtime::running->frame = frame;
    runtime::running->budget = gave_up_its_turn;
  }
  void await_resume() {}
};

/// Runs the benchmark's main actor on a fresh runtime, with as many workers as there are processors.
inline void run(actor main) { runtime(std::max(2u, std::thread::hardware_concurrency())).run(std::move(main)); }

}  // namespace coro
