#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace fork_join_create_question {

void fork_join_create(benchmark::State& state) {
  for (auto _ : state) {
    std::deque<fibers::channel<int>> work;
    std::vector<fibers::fiber> all;
    for (int i = 0; i < bench::forked; ++i) {
      auto& mine = work.emplace_back(fibers::few);
      all.emplace_back([&mine] {
        fibers::pop(mine);
        bench::compute(1);
      });
      mine.push(1);
    }
    for (auto& f : all) f.join();
  }
  bench::count(state, bench::forked);
}
BENCHMARK(fork_join_create)->Apply(bench::fork_join_create);

}  // namespace fork_join_create_question
