#include "channel.hpp"

#include "../workloads.hpp"

namespace spawn_exit_question {

aio::awaitable<void> nothing() { co_return; }

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  for (auto _ : state) co_await aio::asio::co_spawn(io, nothing(), aio::use_awaitable);
  bench::count(state, 1);
}

void spawn_exit(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(spawn_exit)->Apply(bench::spawn_exit);

}  // namespace spawn_exit_question
