#include "../workloads.hpp"
#include "actor.hpp"

namespace ring_question {

struct token {};

coro::actor pass_on(coro::address next) {
  for (;;) {
    co_await coro::receive([](token) {});
    coro::send(next, token{});
  }
}

coro::actor play(benchmark::State& state) {
  coro::address first = coro::self();
  for (int i = 1; i < state.range(0); ++i) first = coro::spawn(pass_on(first));
  for (auto _ : state) {
    coro::send(first, token{});
    co_await coro::receive([](token) {});
  }
  bench::count(state, state.range(0));
}

void ring(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(ring)->Apply(bench::ring);

}  // namespace ring_question
