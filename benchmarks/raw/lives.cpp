#include "channel.hpp"

#include "../workloads.hpp"

namespace lives_question {

void lives(benchmark::State& state) {
  for (auto _ : state) {
    raw::channel<int> collector;
    double before = 0;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      boost::thread life([&] { collector.push(1); });
      collector.pop();
      life.join();
      if (i == 1'000) before = bench::resident_bytes();
    }
    state.counters["bytes"] = bench::resident_bytes() - before;
  }
}
BENCHMARK(lives)->Apply(bench::lives);

}  // namespace lives_question
