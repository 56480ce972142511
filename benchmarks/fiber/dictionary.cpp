#include <deque>
#include <unordered_map>

#include "channel.hpp"

#include "../workloads.hpp"

namespace dictionary_question {

struct request {
  fibers::channel<std::uint64_t>* from = nullptr;
  bool writes = false;
  std::uint64_t key = 0, value = 0;
};

void dictionary(benchmark::State& state) {
  fibers::channel<request> requests(fibers::slots);
  fibers::channel<int> done(fibers::slots);
  std::deque<fibers::channel<int>> begin;
  std::vector<fibers::fiber> all;
  all.emplace_back([&] {
    std::unordered_map<std::uint64_t, std::uint64_t> map;
    for (request r; requests.pop(r) == boost::fibers::channel_op_status::success;)
      r.from->push(r.writes ? map[r.key] = r.value : map[r.key]);
  });
  for (std::uint64_t number = 0; number < bench::dictionary_workers; ++number)
    all.emplace_back([&, number, &start = begin.emplace_back(fibers::few)] {
      fibers::channel<std::uint64_t> reply(fibers::few);
      for (int b; start.pop(b) == boost::fibers::channel_op_status::success;) {
        for (std::uint64_t n = 0; n < bench::dictionary_requests; ++n) {
          requests.push({&reply, bench::dictionary_writes(number, n), bench::dictionary_key(number, n), n});
          fibers::pop(reply);
        }
        done.push(1);
      }
    });
  for (auto _ : state) {
    for (auto& b : begin) b.push(1);
    for (int i = 0; i < bench::dictionary_workers; ++i) fibers::pop(done);
  }
  bench::count(state, bench::dictionary_workers * bench::dictionary_requests);
  requests.close();
  for (auto& b : begin) b.close();
  for (auto& f : all) f.join();
}
BENCHMARK(dictionary)->Apply(bench::dictionary);

}  // namespace dictionary_question
