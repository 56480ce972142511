#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace spawn_exit_question {

void spawn_exit(benchmark::State& state) {
  const otp::system system;
  for (auto _ : state) {
    const auto child = otp::spawn_monitor([] {});
    otp::receive(otp::when([&](const otp::down& d) { return d.ref == child.ref; }, [](otp::down) {}));
  }
  bench::count(state, 1);
}
BENCHMARK(spawn_exit)->Apply(bench::spawn_exit);

}  // namespace spawn_exit_question
