#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace idle_question {

void idle(benchmark::State& state) {
  const otp::system system;
  for (auto _ : state) {
    const double before = bench::resident_bytes();
    for (int i = 0; i < state.range(0); ++i) otp::spawn([] { otp::receive([](int) {}); });
    otp::sleep_for(std::chrono::milliseconds(300));
    state.counters["bytes"] = (bench::resident_bytes() - before) / static_cast<double>(state.range(0));
    const double used = bench::processor_seconds();
    otp::sleep_for(std::chrono::seconds(1));
    state.counters["processors"] = bench::processor_seconds() - used;
  }
}
BENCHMARK(idle)->Apply(bench::idle);

}  // namespace idle_question
