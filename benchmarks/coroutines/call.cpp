#include <stdexcept>

#include "../workloads.hpp"
#include "actor.hpp"

namespace call_question {

struct add {
  coro::address from;
  std::uint64_t id;
  int n;
};
struct sum {
  std::uint64_t id;
  int value;
};

coro::actor counter() {
  for (int total = 0;;)
    co_await coro::receive([&](add a) {
      total += a.n;
      coro::send(a.from, sum{a.id, total});
    });
}

coro::actor ask(benchmark::State& state) {
  const coro::address server = coro::spawn(counter());
  std::uint64_t id = 0;
  for (auto _ : state) {
    const coro::mark older = coro::mark_mailbox();
    coro::send(server, add{coro::self(), ++id, 1});
    const int total = co_await coro::receive(
        older, otp::when([&](const sum& s) { return s.id == id; }, [](sum s) { return s.value; }),
        otp::after(std::chrono::seconds(5), []() -> int { throw std::runtime_error("timeout"); }));
    benchmark::DoNotOptimize(total);
  }
  bench::count(state, 1);
}

void call(benchmark::State& state) { coro::run(ask(state)); }
BENCHMARK(call)->Apply(bench::call);

}  // namespace call_question
