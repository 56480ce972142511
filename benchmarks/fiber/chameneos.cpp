#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace chameneos_question {

void chameneos(benchmark::State& state) {
  fibers::channel<fibers::channel<int>*> mall(fibers::slots);
  std::deque<fibers::channel<int>> met;
  std::vector<fibers::fiber> all;
  for (int i = 0; i < bench::creatures; ++i)
    all.emplace_back([&mall, &mine = met.emplace_back(fibers::few)] {
      int go_on = 0;
      do mall.push(&mine);
      while (mine.pop(go_on) == boost::fibers::channel_op_status::success);
    });
  for (auto _ : state)
    for (int i = 0; i < bench::meetings; ++i) {
      auto* first = fibers::pop(mall);
      auto* second = fibers::pop(mall);
      first->push(1);
      second->push(1);
    }
  bench::count(state, bench::meetings);
  for (auto& m : met) m.close();
  for (auto& f : all) f.join();
}
BENCHMARK(chameneos)->Apply(bench::chameneos);

}  // namespace chameneos_question
