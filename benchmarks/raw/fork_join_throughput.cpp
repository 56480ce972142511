#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace fork_join_throughput_question {

void fork_join_throughput(benchmark::State& state) {
  std::deque<raw::channel<int>> work(bench::joined);
  raw::channel<int> done;
  std::vector<boost::thread> threads;
  for (raw::channel<int>& mine : work)
    threads.push_back(raw::start([&mine, &done] {
      for (;;) {
        for (int i = 0; i < bench::joined_messages; ++i) {
          mine.pop();
          bench::compute(1);
        }
        done.push(1);
      }
    }));
  for (auto _ : state) {
    for (int i = 0; i < bench::joined_messages; ++i)
      for (raw::channel<int>& w : work) w.push(1);
    for (int i = 0; i < bench::joined; ++i) done.pop();
  }
  bench::count(state, bench::joined * bench::joined_messages);
  for (raw::channel<int>& w : work) w.close();
  for (boost::thread& t : threads) t.join();
}
BENCHMARK(fork_join_throughput)->Apply(bench::fork_join_throughput);

}  // namespace fork_join_throughput_question
