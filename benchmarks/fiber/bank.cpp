#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace bank_question {

struct booking {
  fibers::channel<booking>* to = nullptr;  // null: a credit
};

void bank(benchmark::State& state) {
  std::deque<fibers::channel<booking>> accounts;
  fibers::channel<int> transferred(fibers::slots);
  std::vector<fibers::fiber> all;
  for (int i = 0; i < bench::accounts; ++i)
    all.emplace_back([&transferred, &mine = accounts.emplace_back(fibers::slots)] {
      std::int64_t balance = 0;
      for (booking b; mine.pop(b) == boost::fibers::channel_op_status::success;) {
        balance += b.to ? -1 : 1;
        if (b.to)
          b.to->push({});
        else
          transferred.push(1);
      }
    });
  for (auto _ : state) {
    for (std::size_t i = 0; i < bench::transfers; ++i)
      accounts[i % bench::accounts].push({&accounts[(i * 7 + 3) % bench::accounts]});
    for (int i = 0; i < bench::transfers; ++i) fibers::pop(transferred);
  }
  bench::count(state, bench::transfers);
  for (auto& a : accounts) a.close();
  for (auto& f : all) f.join();
}
BENCHMARK(bank)->Apply(bench::bank);

}  // namespace bank_question
