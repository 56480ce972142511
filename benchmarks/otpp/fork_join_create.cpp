#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace fork_join_create_question {

struct work {};

void once() {
  otp::receive([](work) { bench::compute(1); });
}

void fork_join_create(benchmark::State& state) {
  const otp::system system;
  for (auto _ : state) {
    for (int i = 0; i < bench::forked; ++i) otp::send(otp::spawn_monitor(once).pid, work{});
    for (int i = 0; i < bench::forked; ++i) otp::receive([](otp::down) {});
  }
  bench::count(state, bench::forked);
}
BENCHMARK(fork_join_create)->Apply(bench::fork_join_create);

}  // namespace fork_join_create_question
