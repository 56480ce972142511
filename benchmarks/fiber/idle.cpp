#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace idle_question {

void idle(benchmark::State& state) {
  for (auto _ : state) {
    const double before = bench::resident_bytes();
    std::deque<fibers::channel<int>> channels;
    std::vector<fibers::fiber> all;
    for (int i = 0; i < state.range(0); ++i)
      all.emplace_back([&mine = channels.emplace_back(fibers::few)] {
        int item;
        mine.pop(item);
      });
    boost::this_fiber::sleep_for(std::chrono::milliseconds(300));
    state.counters["bytes"] = (bench::resident_bytes() - before) / static_cast<double>(state.range(0));
    const double used = bench::processor_seconds();
    boost::this_fiber::sleep_for(std::chrono::seconds(1));
    state.counters["processors"] = bench::processor_seconds() - used;
    for (auto& c : channels) c.close();
    for (auto& f : all) f.join();
  }
}
BENCHMARK(idle)->Apply(bench::idle);

}  // namespace idle_question
