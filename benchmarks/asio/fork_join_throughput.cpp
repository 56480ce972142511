#include "channel.hpp"

#include "../workloads.hpp"

namespace fork_join_throughput_question {

aio::awaitable<void> worker(aio::channel<int>& work, aio::channel<int>& done) {
  for (;;) {
    for (int i = 0; i < bench::joined_messages; ++i) {
      co_await work.pop();
      bench::compute(1);
    }
    done.push(1);
  }
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  std::deque<aio::channel<int>> work;
  aio::channel<int> done(io);
  for (int i = 0; i < bench::joined; ++i) aio::start(io, worker(work.emplace_back(io), done));
  for (auto _ : state) {
    for (int i = 0; i < bench::joined_messages; ++i)
      for (auto& w : work) w.push(1);
    for (int i = 0; i < bench::joined; ++i) co_await done.pop();
  }
  bench::count(state, bench::joined * bench::joined_messages);
}

void fork_join_throughput(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(fork_join_throughput)->Apply(bench::fork_join_throughput);

}  // namespace fork_join_throughput_question
