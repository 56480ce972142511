#include "channel.hpp"

#include "../workloads.hpp"

namespace lives_question {

aio::awaitable<void> greet(aio::channel<int>& collector) {
  collector.push(1);
  co_return;
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  for (auto _ : state) {
    aio::channel<int> collector(io);
    double before = 0;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      co_await aio::asio::co_spawn(io, greet(collector), aio::use_awaitable);
      co_await collector.pop();
      if (i == 1'000) before = bench::resident_bytes();
    }
    state.counters["bytes"] = bench::resident_bytes() - before;
  }
}

void lives(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(lives)->Apply(bench::lives);

}  // namespace lives_question
