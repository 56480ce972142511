#include "channel.hpp"

#include "../workloads.hpp"

namespace ring_question {

aio::awaitable<void> pass_on(aio::channel<int>& mine, aio::channel<int>& next) {
  for (;;) next.push(co_await mine.pop());
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  std::deque<aio::channel<int>> seats;
  for (int i = 0; i < state.range(0); ++i) seats.emplace_back(io);
  for (std::size_t i = 1; i < seats.size(); ++i) aio::start(io, pass_on(seats[i], seats[(i + 1) % seats.size()]));
  for (auto _ : state) {
    seats[1].push(1);
    co_await seats[0].pop();
  }
  bench::count(state, state.range(0));
}

void ring(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(ring)->Apply(bench::ring);

}  // namespace ring_question
