#include "channel.hpp"

#include "../workloads.hpp"

namespace chameneos_question {

using creature_channel = aio::channel<int>;

aio::awaitable<void> creature(aio::channel<creature_channel*>& mall, creature_channel& mine) {
  for (;;) {
    mall.push(&mine);
    co_await mine.pop();
  }
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  aio::channel<creature_channel*> mall(io);
  std::deque<creature_channel> met;
  for (int i = 0; i < bench::creatures; ++i) aio::start(io, creature(mall, met.emplace_back(io)));
  for (auto _ : state)
    for (int i = 0; i < bench::meetings; ++i) {
      creature_channel* first = co_await mall.pop();
      creature_channel* second = co_await mall.pop();
      first->push(1);
      second->push(1);
    }
  bench::count(state, bench::meetings);
}

void chameneos(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(chameneos)->Apply(bench::chameneos);

}  // namespace chameneos_question
