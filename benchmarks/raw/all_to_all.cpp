#include <deque>
#include <thread>

#include "channel.hpp"

#include "../workloads.hpp"

namespace all_to_all_question {

/// What it costs to receive one message after `writers` different threads have written to the channel.
double receive_after(int writers) {
  raw::channel<raw::envelope> mine;
  std::vector<boost::thread> alive;  // the queue keeps something for each thread that has written, so they all live
  std::deque<raw::channel<int>> ends(static_cast<std::size_t>(writers));
  for (raw::channel<int>& end : ends) {
    alive.push_back(raw::start([&] {
      mine.push({});
      end.pop();
    }));
    mine.pop();
  }
  constexpr int messages = 20'000;
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < messages; ++i) mine.push({});
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < messages; ++i) mine.pop();
    best = std::min(best, std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
  }
  for (raw::channel<int>& end : ends) end.close();
  for (boost::thread& t : alive) t.join();
  return best / messages;
}

void all_to_all(benchmark::State& state) {
  for (auto _ : state) {
    std::deque<raw::channel<raw::envelope>> boxes(bench::everybody);
    std::deque<raw::channel<int>> go(bench::everybody);
    raw::channel<int> done;
    std::vector<boost::thread> threads;
    for (std::size_t i = 0; i < bench::everybody; ++i)
      threads.push_back(raw::start([&, i] {
        go[i].pop();
        for (raw::channel<raw::envelope>& other : boxes)
          if (&other != &boxes[i]) other.push({});
        for (int n = 1; n < bench::everybody; ++n) boxes[i].pop();
        done.push(1);
        go[i].pop();
      }));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    const double before = bench::resident_bytes();
    for (raw::channel<int>& g : go) g.push(1);
    for (int i = 0; i < bench::everybody; ++i) done.pop();
    state.counters["bytes"] = bench::resident_bytes() - before;
    for (raw::channel<int>& g : go) g.close();
    for (boost::thread& t : threads) t.join();
    state.counters["receive_ratio"] = 1 / receive_after(1) * receive_after(5'000);
  }
}
BENCHMARK(all_to_all)->Apply(bench::all_to_all);

}  // namespace all_to_all_question
