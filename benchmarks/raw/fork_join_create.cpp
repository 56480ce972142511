#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace fork_join_create_question {

void fork_join_create(benchmark::State& state) {
  for (auto _ : state) {
    std::deque<raw::channel<int>> work(bench::forked);
    std::vector<boost::thread> threads;
    for (raw::channel<int>& mine : work) {
      threads.push_back(raw::start([&mine] {
        mine.pop();
        bench::compute(1);
      }));
      mine.push(1);
    }
    for (boost::thread& t : threads) t.join();
  }
  bench::count(state, bench::forked);
}
BENCHMARK(fork_join_create)->Apply(bench::fork_join_create);

}  // namespace fork_join_create_question
