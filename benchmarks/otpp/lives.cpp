#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace lives_question {

struct hello {};

void lives(benchmark::State& state) {
  const otp::system system;
  for (auto _ : state) {
    double before = 0;
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      otp::spawn_monitor([to = otp::self()] { otp::send(to, hello{}); });
      otp::receive([](hello) {});
      otp::receive([](otp::down) {});
      if (i == 1'000) before = bench::resident_bytes();
    }
    state.counters["bytes"] = bench::resident_bytes() - before;
  }
}
BENCHMARK(lives)->Apply(bench::lives);

}  // namespace lives_question
