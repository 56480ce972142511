#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace chameneos_question {

void chameneos(benchmark::State& state) {
  raw::channel<raw::channel<int>*> mall;
  std::deque<raw::channel<int>> met(bench::creatures);
  std::vector<boost::thread> threads;
  for (raw::channel<int>& mine : met)
    threads.push_back(raw::start([&] {
      for (;;) {
        mall.push(&mine);
        mine.pop();
      }
    }));
  for (auto _ : state)
    for (int i = 0; i < bench::meetings; ++i) {
      raw::channel<int>* first = mall.pop();
      raw::channel<int>* second = mall.pop();
      first->push(1);
      second->push(1);
    }
  bench::count(state, bench::meetings);
  for (raw::channel<int>& m : met) m.close();
  for (boost::thread& t : threads) t.join();
}
BENCHMARK(chameneos)->Apply(bench::chameneos);

}  // namespace chameneos_question
