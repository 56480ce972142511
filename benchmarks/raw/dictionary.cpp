#include <deque>
#include <unordered_map>

#include "channel.hpp"

#include "../workloads.hpp"

namespace dictionary_question {

struct request {
  raw::channel<std::uint64_t>* from = nullptr;
  bool writes = false;
  std::uint64_t key = 0, value = 0;
};

void dictionary(benchmark::State& state) {
  raw::channel<request> requests;
  raw::channel<int> done;
  std::deque<raw::channel<int>> begin(bench::dictionary_workers);
  std::vector<boost::thread> threads;
  threads.push_back(raw::start([&] {
    std::unordered_map<std::uint64_t, std::uint64_t> map;
    for (;;) {
      const request r = requests.pop();
      r.from->push(r.writes ? map[r.key] = r.value : map[r.key]);
    }
  }));
  for (std::size_t number = 0; number < bench::dictionary_workers; ++number)
    threads.push_back(raw::start([&, number] {
      raw::channel<std::uint64_t> reply;
      for (;;) {
        begin[number].pop();
        for (std::uint64_t n = 0; n < bench::dictionary_requests; ++n) {
          requests.push({&reply, bench::dictionary_writes(number, n), bench::dictionary_key(number, n), n});
          reply.pop();
        }
        done.push(1);
      }
    }));
  for (auto _ : state) {
    for (raw::channel<int>& b : begin) b.push(1);
    for (int i = 0; i < bench::dictionary_workers; ++i) done.pop();
  }
  bench::count(state, bench::dictionary_workers * bench::dictionary_requests);
  requests.close();
  for (raw::channel<int>& b : begin) b.close();
  for (boost::thread& t : threads) t.join();
}
BENCHMARK(dictionary)->Apply(bench::dictionary);

}  // namespace dictionary_question
