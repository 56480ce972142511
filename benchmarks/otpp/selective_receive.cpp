#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace selective_receive_question {

struct unwanted {};
struct wanted {};

void selective_receive(benchmark::State& state) {
  const otp::system system;
  for (int i = 0; i < state.range(0); ++i) otp::send(otp::self(), unwanted{});
  for (auto _ : state) {
    otp::send(otp::self(), wanted{});
    otp::receive([](wanted) {});
  }
  bench::count(state, 1);
}
BENCHMARK(selective_receive)->Apply(bench::selective_receive);

}  // namespace selective_receive_question
