#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace bank_question {

struct booking {
  raw::channel<booking>* to = nullptr;  // null: a credit
};

void bank(benchmark::State& state) {
  std::deque<raw::channel<booking>> accounts(bench::accounts);
  raw::channel<int> transferred;
  std::vector<boost::thread> threads;
  for (raw::channel<booking>& mine : accounts)
    threads.push_back(raw::start([&] {
      for (std::int64_t balance = 0;;) {
        const booking b = mine.pop();
        balance += b.to ? -1 : 1;
        if (b.to)
          b.to->push({});
        else
          transferred.push(1);
      }
    }));
  for (auto _ : state) {
    for (std::size_t i = 0; i < bench::transfers; ++i)
      accounts[i % bench::accounts].push({&accounts[(i * 7 + 3) % bench::accounts]});
    for (int i = 0; i < bench::transfers; ++i) transferred.pop();
  }
  bench::count(state, bench::transfers);
  for (raw::channel<booking>& a : accounts) a.close();
  for (boost::thread& t : threads) t.join();
}
BENCHMARK(bank)->Apply(bench::bank);

}  // namespace bank_question
