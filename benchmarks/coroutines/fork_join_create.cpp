#include "../workloads.hpp"
#include "actor.hpp"

namespace fork_join_create_question {

struct work {};

coro::actor once() {
  co_await coro::receive([](work) { bench::compute(1); });
}

coro::actor play(benchmark::State& state) {
  for (auto _ : state) {
    for (int i = 0; i < bench::forked; ++i) coro::send(coro::spawn_monitor(once()), work{});
    for (int i = 0; i < bench::forked; ++i) co_await coro::receive([](coro::down) {});
  }
  bench::count(state, bench::forked);
}

void fork_join_create(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(fork_join_create)->Apply(bench::fork_join_create);

}  // namespace fork_join_create_question
