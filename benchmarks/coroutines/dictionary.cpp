#include <unordered_map>

#include "../workloads.hpp"
#include "actor.hpp"

namespace dictionary_question {

struct read {
  coro::address from;
  std::uint64_t key;
};
struct write {
  coro::address from;
  std::uint64_t key, value;
};
struct value {
  std::uint64_t is;
};
struct begin {};
struct done {};

coro::actor owner() {
  std::unordered_map<std::uint64_t, std::uint64_t> map;
  for (;;)
    co_await coro::receive([&](read r) { coro::send(r.from, value{map[r.key]}); },
                           [&](write w) { coro::send(w.from, value{map[w.key] = w.value}); });
}

coro::actor worker(std::uint64_t number, coro::address dictionary, coro::address boss) {
  for (;;) {
    co_await coro::receive([](begin) {});
    for (std::uint64_t n = 0; n < bench::dictionary_requests; ++n) {
      const std::uint64_t key = bench::dictionary_key(number, n);
      if (bench::dictionary_writes(number, n))
        coro::send(dictionary, write{coro::self(), key, n});
      else
        coro::send(dictionary, read{coro::self(), key});
      co_await coro::receive([](value) {});
    }
    coro::send(boss, done{});
  }
}

coro::actor play(benchmark::State& state) {
  const coro::address dictionary = coro::spawn(owner());
  std::vector<coro::address> workers;
  for (std::uint64_t i = 0; i < bench::dictionary_workers; ++i)
    workers.push_back(coro::spawn(worker(i, dictionary, coro::self())));
  for (auto _ : state) {
    for (const coro::address& w : workers) coro::send(w, begin{});
    for (int i = 0; i < bench::dictionary_workers; ++i) co_await coro::receive([](done) {});
  }
  bench::count(state, bench::dictionary_workers * bench::dictionary_requests);
}

void dictionary(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(dictionary)->Apply(bench::dictionary);

}  // namespace dictionary_question
