#include "channel.hpp"

#include "../workloads.hpp"

namespace lives_question {

void lives(benchmark::State& state) {
  for (auto _ : state) {
    fibers::channel<int> collector(fibers::few);
    double before = 0;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      fibers::fiber life([&] { collector.push(1); });
      fibers::pop(collector);
      life.join();
      if (i == 1'000) before = bench::resident_bytes();
    }
    state.counters["bytes"] = bench::resident_bytes() - before;
  }
}
BENCHMARK(lives)->Apply(bench::lives);

}  // namespace lives_question
