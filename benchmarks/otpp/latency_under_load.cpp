#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace latency_under_load_question {

using clock = std::chrono::steady_clock;

struct again {};
struct ping {
  otp::pid from;
};
struct pong {};

void compute() {
  for (;;) {
    otp::send(otp::self(), again{});
    otp::receive([](again) { bench::compute_for(std::chrono::nanoseconds(bench::handler_ns)); });
  }
}

void answer() {
  for (;;) otp::receive([](ping p) { otp::send(p.from, pong{}); });
}

void latency_under_load(benchmark::State& state) {
  const otp::system system;
  for (auto _ : state) {
    otp::spawn(compute);
    const otp::pid critical = otp::spawn(answer);
    std::vector<double> latencies;
    for (int i = 0; i < bench::pings; ++i) {
      const auto due = clock::now() + std::chrono::nanoseconds(bench::between_pings_ns);
      otp::sleep_for(due - clock::now());
      otp::send(critical, ping{otp::self()});
      otp::receive([](pong) {});
      latencies.push_back(std::chrono::duration<double, std::nano>(clock::now() - due).count());
    }
    bench::percentiles(state, std::move(latencies));
  }
}
BENCHMARK(latency_under_load)->Apply(bench::latency_under_load);

}  // namespace latency_under_load_question
