#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace all_to_all_question {

void all_to_all(benchmark::State& state) {
  for (auto _ : state) {
    std::deque<fibers::channel<std::uint64_t>> boxes;
    std::deque<fibers::channel<int>> go;
    fibers::channel<int> done(fibers::slots);
    std::vector<fibers::fiber> all;
    for (std::size_t i = 0; i < bench::everybody; ++i) {
      auto& mine = boxes.emplace_back(fibers::slots);
      all.emplace_back([&, &start = go.emplace_back(fibers::few)] {
        fibers::pop(start);
        for (auto& other : boxes)
          if (&other != &mine) other.push(1);
        for (int n = 1; n < bench::everybody; ++n) fibers::pop(mine);
        done.push(1);
      });
    }
    const double before = bench::resident_bytes();
    for (auto& g : go) g.push(1);
    for (int i = 0; i < bench::everybody; ++i) fibers::pop(done);
    state.counters["bytes"] = bench::resident_bytes() - before;
    for (auto& f : all) f.join();
  }
}
BENCHMARK(all_to_all)->Apply(bench::all_to_all);

}  // namespace all_to_all_question
