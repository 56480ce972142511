#include <thread>

#include "channel.hpp"

#include "../workloads.hpp"

namespace latency_under_load_question {

using clock = std::chrono::steady_clock;

void latency_under_load(benchmark::State& state) {
  for (auto _ : state) {
    raw::channel<int> again, pings, pongs;
    boost::thread computing = raw::start([&] {
      for (;;) {
        again.push(1);
        again.pop();
        bench::compute_for(std::chrono::nanoseconds(bench::handler_ns));
        boost::this_thread::interruption_point();
      }
    });
    boost::thread critical = raw::start([&] {
      for (;;) pongs.push(pings.pop());
    });
    std::vector<double> latencies;
    for (int i = 0; i < bench::pings; ++i) {
      const auto due = clock::now() + std::chrono::nanoseconds(bench::between_pings_ns);
      std::this_thread::sleep_until(due);
      pings.push(1);
      pongs.pop();
      latencies.push_back(std::chrono::duration<double, std::nano>(clock::now() - due).count());
    }
    bench::percentiles(state, std::move(latencies));
    pings.close();
    computing.interrupt();
    critical.join();
    computing.join();
  }
}
BENCHMARK(latency_under_load)->Apply(bench::latency_under_load);

}  // namespace latency_under_load_question
