#include "../workloads.hpp"
#include "actor.hpp"

namespace selective_receive_question {

struct unwanted {};
struct wanted {};

coro::actor play(benchmark::State& state) {
  for (int i = 0; i < state.range(0); ++i) coro::send(coro::self(), unwanted{});
  for (auto _ : state) {
    coro::send(coro::self(), wanted{});
    co_await coro::receive([](wanted) {});
  }
  bench::count(state, 1);
}

void selective_receive(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(selective_receive)->Apply(bench::selective_receive);

}  // namespace selective_receive_question
