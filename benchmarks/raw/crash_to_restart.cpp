#include <thread>

#include "channel.hpp"

#include "../workloads.hpp"

namespace crash_to_restart_question {

using clock = std::chrono::steady_clock;

/// No supervisor: how long it takes from the creation of a thread until it runs.
void crash_to_restart(benchmark::State& state) {
  for (auto _ : state) {
    std::vector<double> latencies;
    for (int i = 0; i < bench::crashes; ++i) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      clock::time_point born;
      const auto start = clock::now();
      boost::thread([&] { born = clock::now(); }).join();
      latencies.push_back(std::chrono::duration<double, std::nano>(born - start).count());
    }
    bench::percentiles(state, std::move(latencies));
  }
}
BENCHMARK(crash_to_restart)->Apply(bench::crash_to_restart);

}  // namespace crash_to_restart_question
