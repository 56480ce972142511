#include "../workloads.hpp"
#include "actor.hpp"

namespace ping_pong_question {

struct ping {
  coro::address from;
};
struct pong {};

coro::actor echo() {
  for (;;) co_await coro::receive([](ping p) { coro::send(p.from, pong{}); });
}

coro::actor play(benchmark::State& state) {
  const coro::address partner = coro::spawn(echo());
  for (auto _ : state) {
    coro::send(partner, ping{coro::self()});
    co_await coro::receive([](pong) {});
  }
  bench::count(state, 1);
}

void ping_pong(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(ping_pong)->Apply(bench::ping_pong);

}  // namespace ping_pong_question
