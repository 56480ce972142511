#include "../workloads.hpp"
#include "actor.hpp"

namespace chameneos_question {

struct meet {
  coro::address who;
};
struct met {};

coro::actor creature(coro::address mall) {
  for (;;) {
    coro::send(mall, meet{coro::self()});
    co_await coro::receive([](met) {});
  }
}

/// Pairs whoever comes with whoever waits. After each 1,000 meetings it waits for leave to go on.
coro::actor play(benchmark::State& state) {
  for (int i = 0; i < bench::creatures; ++i) coro::spawn(creature(coro::self()));
  for (auto _ : state)
    for (int i = 0; i < bench::meetings; ++i) {
      const coro::address first = co_await coro::receive([](meet m) { return m.who; });
      const coro::address second = co_await coro::receive([](meet m) { return m.who; });
      coro::send(first, met{});
      coro::send(second, met{});
    }
  bench::count(state, bench::meetings);
}

void chameneos(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(chameneos)->Apply(bench::chameneos);

}  // namespace chameneos_question
