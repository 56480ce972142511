#include "channel.hpp"

#include "../workloads.hpp"

namespace fan_in_question {

aio::awaitable<void> sender(aio::channel<int>& go, aio::channel<std::uint64_t>& items, int each) {
  for (;;) {
    co_await go.pop();
    for (int i = 0; i < each; ++i) items.push(static_cast<std::uint64_t>(i));
  }
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  const int each = bench::fan_in_messages / static_cast<int>(state.range(0));
  aio::channel<std::uint64_t> items(io);
  std::deque<aio::channel<int>> go;
  for (int i = 0; i < state.range(0); ++i) aio::start(io, sender(go.emplace_back(io), items, each));
  for (auto _ : state) {
    for (auto& g : go) g.push(1);
    for (int i = 0; i < bench::fan_in_messages; ++i) co_await items.pop();
  }
  bench::count(state, bench::fan_in_messages);
}

void fan_in(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(fan_in)->Apply(bench::fan_in);

}  // namespace fan_in_question
