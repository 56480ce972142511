#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace fan_in_question {

void fan_in(benchmark::State& state) {
  const int each = bench::fan_in_messages / static_cast<int>(state.range(0));
  raw::channel<raw::envelope> items;
  std::deque<raw::channel<int>> go(static_cast<std::size_t>(state.range(0)));
  std::vector<boost::thread> senders;
  for (raw::channel<int>& mine : go)
    senders.push_back(raw::start([&items, &mine, each] {
      for (;;) {
        mine.pop();
        for (int i = 0; i < each; ++i) items.push({static_cast<std::uint64_t>(i), {}});
      }
    }));
  for (auto _ : state) {
    for (raw::channel<int>& g : go) g.push(1);
    for (int i = 0; i < bench::fan_in_messages; ++i) items.pop();
  }
  bench::count(state, bench::fan_in_messages);
  for (raw::channel<int>& g : go) g.close();
  for (boost::thread& s : senders) s.join();
}
BENCHMARK(fan_in)->Apply(bench::fan_in);

}  // namespace fan_in_question
