#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace fan_in_question {

void fan_in(benchmark::State& state) {
  const int each = bench::fan_in_messages / static_cast<int>(state.range(0));
  fibers::channel<std::uint64_t> items(fibers::slots);
  std::deque<fibers::channel<int>> go;
  std::vector<fibers::fiber> senders;
  for (int i = 0; i < state.range(0); ++i) {
    auto& mine = go.emplace_back(fibers::few);
    senders.emplace_back([&items, &mine, each] {
      for (int g; mine.pop(g) == boost::fibers::channel_op_status::success;)
        for (int n = 0; n < each; ++n) items.push(static_cast<std::uint64_t>(n));
    });
  }
  for (auto _ : state) {
    for (auto& g : go) g.push(1);
    for (int i = 0; i < bench::fan_in_messages; ++i) fibers::pop(items);
  }
  bench::count(state, bench::fan_in_messages);
  for (auto& g : go) g.close();
  for (auto& s : senders) s.join();
}
BENCHMARK(fan_in)->Apply(bench::fan_in);

}  // namespace fan_in_question
