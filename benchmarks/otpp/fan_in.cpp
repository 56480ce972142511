#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace fan_in_question {

struct go {};
struct item {
  std::uint64_t value;
};

void sender(const otp::pid& to, int each) {
  for (;;) {
    otp::receive([](go) {});
    for (int i = 0; i < each; ++i) otp::send(to, item{static_cast<std::uint64_t>(i)});
  }
}

void fan_in(benchmark::State& state) {
  const otp::system system;
  const int each = bench::fan_in_messages / static_cast<int>(state.range(0));
  std::vector<otp::pid> senders;
  for (int i = 0; i < state.range(0); ++i) senders.push_back(otp::spawn([=, me = otp::self()] { sender(me, each); }));
  for (auto _ : state) {
    for (const otp::pid& s : senders) otp::send(s, go{});
    for (int i = 0; i < bench::fan_in_messages; ++i) otp::receive([](item) {});
  }
  bench::count(state, bench::fan_in_messages);
}
BENCHMARK(fan_in)->Apply(bench::fan_in);

}  // namespace fan_in_question
