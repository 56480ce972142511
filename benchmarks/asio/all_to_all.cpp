#include "channel.hpp"

#include "../workloads.hpp"

namespace all_to_all_question {

using boxes = std::deque<aio::channel<std::uint64_t>>;

aio::awaitable<void> one_of_many(aio::channel<int>& go, boxes& all, std::size_t i, aio::channel<int>& done) {
  co_await go.pop();
  for (auto& other : all)
    if (&other != &all[i]) other.push(1);
  for (int n = 1; n < bench::everybody; ++n) co_await all[i].pop();
  done.push(1);
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  for (auto _ : state) {
    boxes all;
    std::deque<aio::channel<int>> go;
    aio::channel<int> done(io);
    for (std::size_t i = 0; i < bench::everybody; ++i) {
      all.emplace_back(io);
      aio::start(io, one_of_many(go.emplace_back(io), all, i, done));
    }
    const double before = bench::resident_bytes();
    for (auto& g : go) g.push(1);
    for (int i = 0; i < bench::everybody; ++i) co_await done.pop();
    state.counters["bytes"] = bench::resident_bytes() - before;
  }
}

void all_to_all(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(all_to_all)->Apply(bench::all_to_all);

}  // namespace all_to_all_question
