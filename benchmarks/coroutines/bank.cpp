#include "../workloads.hpp"
#include "actor.hpp"

namespace bank_question {

struct debit {
  coro::address teller, to;
};
struct credit {
  coro::address teller;
};
struct transferred {};

coro::actor account() {
  for (std::int64_t balance = 0;;)
    co_await coro::receive(
        [&](debit d) {
          --balance;
          coro::send(d.to, credit{d.teller});
        },
        [&](credit c) {
          ++balance;
          coro::send(c.teller, transferred{});
        });
}

coro::actor tell(benchmark::State& state) {
  std::vector<coro::address> accounts;
  for (int i = 0; i < bench::accounts; ++i) accounts.push_back(coro::spawn(account()));
  for (auto _ : state) {
    for (std::size_t i = 0; i < bench::transfers; ++i)
      coro::send(accounts[i % bench::accounts], debit{coro::self(), accounts[(i * 7 + 3) % bench::accounts]});
    for (int i = 0; i < bench::transfers; ++i) co_await coro::receive([](transferred) {});
  }
  bench::count(state, bench::transfers);
}

void bank(benchmark::State& state) { coro::run(tell(state)); }
BENCHMARK(bank)->Apply(bench::bank);

}  // namespace bank_question
