#include "channel.hpp"

#include "../workloads.hpp"

namespace spawn_exit_question {

void spawn_exit(benchmark::State& state) {
  for (auto _ : state) fibers::fiber([] {}).join();
  bench::count(state, 1);
}
BENCHMARK(spawn_exit)->Apply(bench::spawn_exit);

}  // namespace spawn_exit_question
