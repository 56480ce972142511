#include "channel.hpp"

#include "../workloads.hpp"

namespace latency_under_load_question {

using clock = std::chrono::steady_clock;

aio::awaitable<void> compute(aio::asio::io_context& io, aio::channel<int>& again) {
  for (;;) {
    again.push(1);
    co_await again.pop();
    bench::compute_for(std::chrono::nanoseconds(bench::handler_ns));
    co_await aio::asio::post(io, aio::use_awaitable);  // a channel that has something never gives others their turn
  }
}

aio::awaitable<void> answer(aio::channel<int>& pings, aio::channel<int>& pongs) {
  for (;;) pongs.push(co_await pings.pop());
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  for (auto _ : state) {
    aio::channel<int> again(io), pings(io), pongs(io);
    aio::start(io, compute(io, again));
    aio::start(io, answer(pings, pongs));
    std::vector<double> latencies;
    for (int i = 0; i < bench::pings; ++i) {
      const auto due = clock::now() + std::chrono::nanoseconds(bench::between_pings_ns);
      aio::asio::steady_timer timer(io, due);
      co_await timer.async_wait(aio::use_awaitable);
      pings.push(1);
      co_await pongs.pop();
      latencies.push_back(std::chrono::duration<double, std::nano>(clock::now() - due).count());
    }
    bench::percentiles(state, std::move(latencies));
  }
}

void latency_under_load(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(latency_under_load)->Apply(bench::latency_under_load);

}  // namespace latency_under_load_question
