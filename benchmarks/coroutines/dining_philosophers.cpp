#include "../workloads.hpp"
#include "actor.hpp"

namespace dining_philosophers_question {

struct hungry {
  coro::address who;
  int seat;
};
struct eat {};
struct full {
  int seat;
};
struct begin {};
struct done {};

coro::actor philosopher(int seat, coro::address waiter, coro::address host) {
  for (;;) {
    co_await coro::receive([](begin) {});
    for (int i = 0; i < bench::meals; ++i) {
      coro::send(waiter, hungry{coro::self(), seat});
      co_await coro::receive([](eat) {});
      coro::send(waiter, full{seat});
    }
    coro::send(host, done{});
  }
}

/// Serves whose forks lie on the table; the others wait in its mailbox, which selective receive leaves in order.
coro::actor serve() {
  bool taken[bench::philosophers] = {};
  const auto fork = [&](int seat) -> bool& { return taken[seat % bench::philosophers]; };
  for (;;)
    co_await coro::receive(otp::when([&](const hungry& h) { return !fork(h.seat) && !fork(h.seat + 1); },
                                     [&](hungry h) {
                                       fork(h.seat) = fork(h.seat + 1) = true;
                                       coro::send(h.who, eat{});
                                     }),
                           [&](full f) { fork(f.seat) = fork(f.seat + 1) = false; });
}

coro::actor play(benchmark::State& state) {
  const coro::address waiter = coro::spawn(serve());
  std::vector<coro::address> all;
  for (int i = 0; i < bench::philosophers; ++i) all.push_back(coro::spawn(philosopher(i, waiter, coro::self())));
  for (auto _ : state) {
    for (const coro::address& p : all) coro::send(p, begin{});
    for (int i = 0; i < bench::philosophers; ++i) co_await coro::receive([](done) {});
  }
  bench::count(state, bench::philosophers * bench::meals);
}

void dining_philosophers(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(dining_philosophers)->Apply(bench::dining_philosophers);

}  // namespace dining_philosophers_question
