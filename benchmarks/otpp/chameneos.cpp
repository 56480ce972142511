#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace chameneos_question {

struct meet {
  otp::pid who;
};
struct met {};

void creature(const otp::pid& mall) {
  for (;;) {
    otp::send(mall, meet{otp::self()});
    otp::receive([](met) {});
  }
}

/// Pairs whoever comes with whoever waits.
void chameneos(benchmark::State& state) {
  const otp::system system;
  for (int i = 0; i < bench::creatures; ++i) otp::spawn([mall = otp::self()] { creature(mall); });
  const auto comes = [] { return otp::receive([](meet m) { return m.who; }); };
  for (auto _ : state)
    for (int i = 0; i < bench::meetings; ++i) {
      const otp::pid first = comes();
      const otp::pid second = comes();
      otp::send(first, met{});
      otp::send(second, met{});
    }
  bench::count(state, bench::meetings);
}
BENCHMARK(chameneos)->Apply(bench::chameneos);

}  // namespace chameneos_question
