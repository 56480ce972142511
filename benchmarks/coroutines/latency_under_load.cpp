#include "../workloads.hpp"
#include "actor.hpp"

namespace latency_under_load_question {

using clock = std::chrono::steady_clock;

struct again {};
struct ping {
  coro::address from;
};
struct pong {};

coro::actor compute() {
  for (;;) {
    coro::send(coro::self(), again{});
    co_await coro::receive([](again) { bench::compute_for(std::chrono::nanoseconds(bench::handler_ns)); });
    co_await coro::yield();  // a mailbox that has something never gives others their turn, but for 1,000 messages
  }
}

coro::actor answer() {
  for (;;) co_await coro::receive([](ping p) { coro::send(p.from, pong{}); });
}

coro::actor play(benchmark::State& state) {
  for (auto _ : state) {
    coro::spawn(compute());
    const coro::address critical = coro::spawn(answer());
    std::vector<double> latencies;
    for (int i = 0; i < bench::pings; ++i) {
      const auto due = clock::now() + std::chrono::nanoseconds(bench::between_pings_ns);
      co_await coro::receive(otp::after(due - clock::now(), [] {}));
      coro::send(critical, ping{coro::self()});
      co_await coro::receive([](pong) {});
      latencies.push_back(std::chrono::duration<double, std::nano>(clock::now() - due).count());
    }
    bench::percentiles(state, std::move(latencies));
  }
}

void latency_under_load(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(latency_under_load)->Apply(bench::latency_under_load);

}  // namespace latency_under_load_question
