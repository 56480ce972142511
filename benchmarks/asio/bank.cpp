#include "channel.hpp"

#include "../workloads.hpp"

namespace bank_question {

struct booking {
  aio::channel<booking>* to = nullptr;  // null: a credit
};

aio::awaitable<void> account(aio::channel<booking>& mine, aio::channel<int>& transferred) {
  for (std::int64_t balance = 0;;) {
    const booking b = co_await mine.pop();
    balance += b.to ? -1 : 1;
    if (b.to)
      b.to->push({});
    else
      transferred.push(1);
  }
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  std::deque<aio::channel<booking>> accounts;
  aio::channel<int> transferred(io);
  for (int i = 0; i < bench::accounts; ++i) aio::start(io, account(accounts.emplace_back(io), transferred));
  for (auto _ : state) {
    for (std::size_t i = 0; i < bench::transfers; ++i)
      accounts[i % bench::accounts].push({&accounts[(i * 7 + 3) % bench::accounts]});
    for (int i = 0; i < bench::transfers; ++i) co_await transferred.pop();
  }
  bench::count(state, bench::transfers);
}

void bank(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(bank)->Apply(bench::bank);

}  // namespace bank_question
