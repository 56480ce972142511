#include <deque>
#include <thread>

#include "channel.hpp"

#include "../workloads.hpp"

namespace idle_question {

void idle(benchmark::State& state) {
  for (auto _ : state) {
    const double before = bench::resident_bytes();
    std::deque<raw::channel<int>> channels(static_cast<std::size_t>(state.range(0)));
    std::vector<boost::thread> threads;
    for (raw::channel<int>& mine : channels) threads.push_back(raw::start([&mine] { mine.pop(); }));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    state.counters["bytes"] = (bench::resident_bytes() - before) / static_cast<double>(state.range(0));
    const double used = bench::processor_seconds();
    std::this_thread::sleep_for(std::chrono::seconds(1));
    state.counters["processors"] = bench::processor_seconds() - used;
    for (raw::channel<int>& c : channels) c.close();
    for (boost::thread& t : threads) t.join();
  }
}
BENCHMARK(idle)->Apply(bench::idle);

}  // namespace idle_question
