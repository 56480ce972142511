#include "../workloads.hpp"
#include "actor.hpp"

namespace fork_join_throughput_question {

struct work {};
struct done {};

coro::actor worker(coro::address boss) {
  for (;;) {
    for (int i = 0; i < bench::joined_messages; ++i) co_await coro::receive([](work) { bench::compute(1); });
    coro::send(boss, done{});
  }
}

coro::actor play(benchmark::State& state) {
  std::vector<coro::address> workers;
  for (int i = 0; i < bench::joined; ++i) workers.push_back(coro::spawn(worker(coro::self())));
  for (auto _ : state) {
    for (int i = 0; i < bench::joined_messages; ++i)
      for (const coro::address& w : workers) coro::send(w, work{});
    for (int i = 0; i < bench::joined; ++i) co_await coro::receive([](done) {});
  }
  bench::count(state, bench::joined * bench::joined_messages);
}

void fork_join_throughput(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(fork_join_throughput)->Apply(bench::fork_join_throughput);

}  // namespace fork_join_throughput_question
