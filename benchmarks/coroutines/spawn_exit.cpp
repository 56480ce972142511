#include "../workloads.hpp"
#include "actor.hpp"

namespace spawn_exit_question {

coro::actor nothing() { co_return; }

coro::actor play(benchmark::State& state) {
  for (auto _ : state) {
    const coro::address child = coro::spawn_monitor(nothing());
    co_await coro::receive(otp::when([&](const coro::down& d) { return d.who == child; }, [](coro::down) {}));
  }
  bench::count(state, 1);
}

void spawn_exit(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(spawn_exit)->Apply(bench::spawn_exit);

}  // namespace spawn_exit_question
