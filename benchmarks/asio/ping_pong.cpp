#include "channel.hpp"

#include "../workloads.hpp"

namespace ping_pong_question {

aio::awaitable<void> echo(aio::channel<int>& pings, aio::channel<int>& pongs) {
  for (;;) pongs.push(co_await pings.pop());
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  aio::channel<int> pings(io), pongs(io);
  aio::start(io, echo(pings, pongs));
  for (auto _ : state) {
    pings.push(1);
    co_await pongs.pop();
  }
  bench::count(state, 1);
}

void ping_pong(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(ping_pong)->Apply(bench::ping_pong);

}  // namespace ping_pong_question
