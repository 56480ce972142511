#include "../workloads.hpp"
#include "actor.hpp"

namespace idle_question {

coro::actor wait() {
  co_await coro::receive([](int) {});
}

coro::actor play(benchmark::State& state) {
  for (auto _ : state) {
    const double before = bench::resident_bytes();
    for (int i = 0; i < state.range(0); ++i) coro::spawn(wait());
    co_await coro::receive(otp::after(std::chrono::milliseconds(300), [] {}));
    state.counters["bytes"] = (bench::resident_bytes() - before) / static_cast<double>(state.range(0));
    const double used = bench::processor_seconds();
    co_await coro::receive(otp::after(std::chrono::seconds(1), [] {}));
    state.counters["processors"] = bench::processor_seconds() - used;
  }
}

void idle(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(idle)->Apply(bench::idle);

}  // namespace idle_question
