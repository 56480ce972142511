#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace fork_join_throughput_question {

void fork_join_throughput(benchmark::State& state) {
  std::deque<fibers::channel<int>> work;
  fibers::channel<int> done(fibers::slots);
  std::vector<fibers::fiber> all;
  for (int i = 0; i < bench::joined; ++i) {
    auto& mine = work.emplace_back(fibers::slots);
    all.emplace_back([&mine, &done] {
      for (int n = 0, item; mine.pop(item) == boost::fibers::channel_op_status::success;) {
        bench::compute(1);
        if (++n % bench::joined_messages == 0) done.push(1);
      }
    });
  }
  for (auto _ : state) {
    for (int i = 0; i < bench::joined_messages; ++i)
      for (auto& w : work) w.push(1);
    for (int i = 0; i < bench::joined; ++i) fibers::pop(done);
  }
  bench::count(state, bench::joined * bench::joined_messages);
  for (auto& w : work) w.close();
  for (auto& f : all) f.join();
}
BENCHMARK(fork_join_throughput)->Apply(bench::fork_join_throughput);

}  // namespace fork_join_throughput_question
