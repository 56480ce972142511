#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace fork_join_throughput_question {

struct work {};
struct done {};

void worker(const otp::pid& boss) {
  for (;;) {
    for (int i = 0; i < bench::joined_messages; ++i) otp::receive([](work) { bench::compute(1); });
    otp::send(boss, done{});
  }
}

void fork_join_throughput(benchmark::State& state) {
  const otp::system system;
  std::vector<otp::pid> workers;
  for (int i = 0; i < bench::joined; ++i) workers.push_back(otp::spawn([boss = otp::self()] { worker(boss); }));
  for (auto _ : state) {
    for (int i = 0; i < bench::joined_messages; ++i)
      for (const otp::pid& w : workers) otp::send(w, work{});
    for (int i = 0; i < bench::joined; ++i) otp::receive([](done) {});
  }
  bench::count(state, bench::joined * bench::joined_messages);
}
BENCHMARK(fork_join_throughput)->Apply(bench::fork_join_throughput);

}  // namespace fork_join_throughput_question
