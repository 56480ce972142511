#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace crash_to_restart_question {

using clock = std::chrono::steady_clock;

struct crash {};
struct born {
  otp::pid who;
  clock::time_point when;
};

/// When the last worker crashed. It writes that, and main reads it when the next one has told of its birth: what lies
/// between (its end, the exit signal, its supervisor, the new thread) is one chain of signals.
clock::time_point crashed;

class worker : public otp::gen_server<worker> {
 public:
  using messages = otp::handles<crash>;
  explicit worker(const otp::pid& to) { otp::send(to, born{otp::self(), clock::now()}); }
  void handle_info(crash) {
    crashed = clock::now();
    throw std::runtime_error("as asked");
  }
};

void crash_to_restart(benchmark::State& state) {
  const otp::system system({.report = [](const otp::report&) {}});
  for (auto _ : state) {
    otp::start_supervisor({.intensity = 1'000'000, .period = std::chrono::seconds(1)},
                          {otp::child<worker>("worker", otp::self())});
    const auto next = [] { return otp::receive([](born b) { return b; }); };
    std::vector<double> latencies;
    otp::pid now = next().who;
    for (int i = 0; i < bench::crashes; ++i) {
      otp::sleep_for(std::chrono::microseconds(200));  // all are back in their receives
      otp::send(now, crash{});
      const born again = next();
      latencies.push_back(std::chrono::duration<double, std::nano>(again.when - crashed).count());
      now = again.who;
    }
    bench::percentiles(state, std::move(latencies));
  }
}
BENCHMARK(crash_to_restart)->Apply(bench::crash_to_restart);

}  // namespace crash_to_restart_question
