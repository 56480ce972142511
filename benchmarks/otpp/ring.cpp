#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace ring_question {

struct token {};

void pass_on(const otp::pid& next) {
  for (;;) {
    otp::receive([](token) {});
    otp::send(next, token{});
  }
}

void ring(benchmark::State& state) {
  const otp::system system;
  otp::pid first = otp::self();
  for (int i = 1; i < state.range(0); ++i) first = otp::spawn([next = first] { pass_on(next); });
  for (auto _ : state) {
    otp::send(first, token{});
    otp::receive([](token) {});
  }
  bench::count(state, state.range(0));
}
BENCHMARK(ring)->Apply(bench::ring);

}  // namespace ring_question
