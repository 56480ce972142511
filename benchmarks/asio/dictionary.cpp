#include <unordered_map>

#include "channel.hpp"

#include "../workloads.hpp"

namespace dictionary_question {

struct request {
  aio::channel<std::uint64_t>* from;
  bool writes;
  std::uint64_t key, value;
};

aio::awaitable<void> owner(aio::channel<request>& requests) {
  std::unordered_map<std::uint64_t, std::uint64_t> map;
  for (;;) {
    const request r = co_await requests.pop();
    r.from->push(r.writes ? map[r.key] = r.value : map[r.key]);
  }
}

aio::awaitable<void> worker(aio::asio::io_context& io, std::uint64_t number, aio::channel<int>& begin,
                            aio::channel<request>& requests, aio::channel<int>& done) {
  aio::channel<std::uint64_t> reply(io);
  for (;;) {
    co_await begin.pop();
    for (std::uint64_t n = 0; n < bench::dictionary_requests; ++n) {
      requests.push({&reply, bench::dictionary_writes(number, n), bench::dictionary_key(number, n), n});
      co_await reply.pop();
    }
    done.push(1);
  }
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  aio::channel<request> requests(io);
  aio::channel<int> done(io);
  std::deque<aio::channel<int>> begin;
  aio::start(io, owner(requests));
  for (std::uint64_t i = 0; i < bench::dictionary_workers; ++i)
    aio::start(io, worker(io, i, begin.emplace_back(io), requests, done));
  for (auto _ : state) {
    for (auto& b : begin) b.push(1);
    for (int i = 0; i < bench::dictionary_workers; ++i) co_await done.pop();
  }
  bench::count(state, bench::dictionary_workers * bench::dictionary_requests);
}

void dictionary(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(dictionary)->Apply(bench::dictionary);

}  // namespace dictionary_question
