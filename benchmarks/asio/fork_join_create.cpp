#include "channel.hpp"

#include "../workloads.hpp"

namespace fork_join_create_question {

aio::awaitable<void> once(aio::channel<int>& work, aio::channel<int>& done) {
  co_await work.pop();
  bench::compute(1);
  done.push(1);
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  for (auto _ : state) {
    std::deque<aio::channel<int>> work;
    aio::channel<int> done(io);
    for (int i = 0; i < bench::forked; ++i) {
      auto& its = work.emplace_back(io);
      aio::start(io, once(its, done));
      its.push(1);
    }
    for (int i = 0; i < bench::forked; ++i) co_await done.pop();
  }
  bench::count(state, bench::forked);
}

void fork_join_create(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(fork_join_create)->Apply(bench::fork_join_create);

}  // namespace fork_join_create_question
