#include "../workloads.hpp"
#include "actor.hpp"

namespace lives_question {

struct hello {};

coro::actor greet(coro::address to) {
  coro::send(to, hello{});
  co_return;
}

coro::actor play(benchmark::State& state) {
  for (auto _ : state) {
    double before = 0;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      coro::spawn_monitor(greet(coro::self()));
      co_await coro::receive([](hello) {});
      co_await coro::receive([](coro::down) {});
      if (i == 1'000) before = bench::resident_bytes();
    }
    state.counters["bytes"] = bench::resident_bytes() - before;
  }
}

void lives(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(lives)->Apply(bench::lives);

}  // namespace lives_question
