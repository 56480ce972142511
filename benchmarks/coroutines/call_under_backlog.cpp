#include "../workloads.hpp"
#include "actor.hpp"

namespace call_under_backlog_question {

struct add {
  coro::address from;
  std::uint64_t id;
};
struct sum {
  std::uint64_t id;
};
struct unwanted {};

coro::actor server() {
  for (;;) co_await coro::receive([](add a) { coro::send(a.from, sum{a.id}); });
}

coro::actor play(benchmark::State& state) {
  const coro::address to = coro::spawn(server());
  for (int i = 0; i < state.range(0); ++i) coro::send(coro::self(), unwanted{});
  std::uint64_t id = 0;
  for (auto _ : state) {
    const coro::mark older = coro::mark_mailbox();
    coro::send(to, add{coro::self(), ++id});
    co_await coro::receive(older, otp::when([&](const sum& s) { return s.id == id; }, [](sum) {}));
  }
  bench::count(state, 1);
}

void call_under_backlog(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(call_under_backlog)->Apply(bench::call_under_backlog);

}  // namespace call_under_backlog_question
