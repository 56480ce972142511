#include "channel.hpp"

#include "../workloads.hpp"

namespace latency_under_load_question {

using clock = std::chrono::steady_clock;

void latency_under_load(benchmark::State& state) {
  for (auto _ : state) {
    fibers::channel<int> again(fibers::few), pings(fibers::few), pongs(fibers::few);
    fibers::fiber computing([&] {
      again.push(1);
      for (int a; again.pop(a) == boost::fibers::channel_op_status::success;) {
        bench::compute_for(std::chrono::nanoseconds(bench::handler_ns));
        boost::this_fiber::yield();  // a channel that has something never gives others their turn
        if (again.push(1) == boost::fibers::channel_op_status::closed) break;
      }
    });
    fibers::fiber critical([&] {
      for (int p; pings.pop(p) == boost::fibers::channel_op_status::success;) pongs.push(p);
    });
    std::vector<double> latencies;
    for (int i = 0; i < bench::pings; ++i) {
      const auto due = clock::now() + std::chrono::nanoseconds(bench::between_pings_ns);
      boost::this_fiber::sleep_until(due);
      pings.push(1);
      fibers::pop(pongs);
      latencies.push_back(std::chrono::duration<double, std::nano>(clock::now() - due).count());
    }
    bench::percentiles(state, std::move(latencies));
    again.close();
    pings.close();
    computing.join();
    critical.join();
  }
}
BENCHMARK(latency_under_load)->Apply(bench::latency_under_load);

}  // namespace latency_under_load_question
