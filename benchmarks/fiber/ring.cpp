#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace ring_question {

void ring(benchmark::State& state) {
  std::deque<fibers::channel<int>> seats;
  for (int i = 0; i < state.range(0); ++i) seats.emplace_back(fibers::few);
  std::vector<fibers::fiber> all;
  for (std::size_t i = 1; i < seats.size(); ++i)
    all.emplace_back([&mine = seats[i], &next = seats[(i + 1) % seats.size()]] {
      for (int token; mine.pop(token) == boost::fibers::channel_op_status::success;) next.push(token);
    });
  for (auto _ : state) {
    seats[1].push(1);
    fibers::pop(seats[0]);
  }
  bench::count(state, state.range(0));
  for (auto& seat : seats) seat.close();
  for (auto& f : all) f.join();
}
BENCHMARK(ring)->Apply(bench::ring);

}  // namespace ring_question
