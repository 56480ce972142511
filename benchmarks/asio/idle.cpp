#include "channel.hpp"

#include "../workloads.hpp"

namespace idle_question {

aio::awaitable<void> wait(aio::channel<int>& mine) { co_await mine.pop(); }

aio::awaitable<void> sleep(aio::asio::io_context& io, std::chrono::milliseconds time) {
  aio::asio::steady_timer timer(io, time);
  co_await timer.async_wait(aio::use_awaitable);
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  for (auto _ : state) {
    const double before = bench::resident_bytes();
    std::deque<aio::channel<int>> channels;
    for (int i = 0; i < state.range(0); ++i) aio::start(io, wait(channels.emplace_back(io)));
    co_await sleep(io, std::chrono::milliseconds(300));
    state.counters["bytes"] = (bench::resident_bytes() - before) / static_cast<double>(state.range(0));
    const double used = bench::processor_seconds();
    co_await sleep(io, std::chrono::seconds(1));
    state.counters["processors"] = bench::processor_seconds() - used;
  }
}

void idle(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(idle)->Apply(bench::idle);

}  // namespace idle_question
