#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace ring_question {

void ring(benchmark::State& state) {
  std::deque<raw::channel<int>> seats(static_cast<std::size_t>(state.range(0)));
  std::vector<boost::thread> threads;
  for (std::size_t i = 1; i < seats.size(); ++i)
    threads.push_back(raw::start([&mine = seats[i], &next = seats[(i + 1) % seats.size()]] {
      for (;;) next.push(mine.pop());
    }));
  for (auto _ : state) {
    seats[1].push(1);
    seats[0].pop();
  }
  bench::count(state, state.range(0));
  for (raw::channel<int>& seat : seats) seat.close();
  for (boost::thread& t : threads) t.join();
}
BENCHMARK(ring)->Apply(bench::ring);

}  // namespace ring_question
