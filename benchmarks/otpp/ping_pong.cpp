#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace ping_pong_question {

struct ping {
  otp::pid from;
};
struct pong {};

void echo() {
  for (;;) otp::receive([](ping p) { otp::send(p.from, pong{}); });
}

void ping_pong(benchmark::State& state) {
  const otp::system system;
  const otp::pid partner = otp::spawn(echo);
  for (auto _ : state) {
    otp::send(partner, ping{otp::self()});
    otp::receive([](pong) {});
  }
  bench::count(state, 1);
}
BENCHMARK(ping_pong)->Apply(bench::ping_pong);

}  // namespace ping_pong_question
