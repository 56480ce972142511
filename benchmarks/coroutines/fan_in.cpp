#include "../workloads.hpp"
#include "actor.hpp"

namespace fan_in_question {

struct go {};
struct item {
  std::uint64_t value;
};

coro::actor sender(coro::address to, int each) {
  for (;;) {
    co_await coro::receive([](go) {});
    for (int i = 0; i < each; ++i) coro::send(to, item{static_cast<std::uint64_t>(i)});
  }
}

coro::actor collect(benchmark::State& state) {
  const int each = bench::fan_in_messages / static_cast<int>(state.range(0));
  std::vector<coro::address> senders;
  for (int i = 0; i < state.range(0); ++i) senders.push_back(coro::spawn(sender(coro::self(), each)));
  for (auto _ : state) {
    for (const coro::address& s : senders) coro::send(s, go{});
    for (int i = 0; i < bench::fan_in_messages; ++i) co_await coro::receive([](item) {});
  }
  bench::count(state, bench::fan_in_messages);
}

void fan_in(benchmark::State& state) { coro::run(collect(state)); }
BENCHMARK(fan_in)->Apply(bench::fan_in);

}  // namespace fan_in_question
