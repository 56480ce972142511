#include "../workloads.hpp"
#include "actor.hpp"

namespace all_to_all_question {

struct begin {
  const std::vector<coro::address>* all;
};
struct hello {};
struct done {};

coro::actor one_of_many(coro::address boss) {
  co_await coro::receive([](begin b) {
    for (const coro::address& other : *b.all)
      if (other != coro::self()) coro::send(other, hello{});
  });
  for (int i = 1; i < bench::everybody; ++i) co_await coro::receive([](hello) {});
  coro::send(boss, done{});
  co_await coro::receive([](begin) {});
}

coro::actor write_once(coro::address to) {
  coro::send(to, hello{});
  co_return;
}

/// What it costs to receive one message after `writers` different actors have written to the mailbox.
coro::actor receive_after(int writers, coro::address boss) {
  for (int i = 0; i < writers; ++i) {
    coro::spawn_monitor(write_once(coro::self()));
    co_await coro::receive([](coro::down) {});
    co_await coro::receive([](hello) {});
  }
  constexpr int messages = 20'000;
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < messages; ++i) coro::send(coro::self(), hello{});
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < messages; ++i) co_await coro::receive([](hello) {});
    best = std::min(best, std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
  }
  coro::send(boss, best / messages);
}

coro::actor play(benchmark::State& state) {
  for (auto _ : state) {
    std::vector<coro::address> all;
    for (int i = 0; i < bench::everybody; ++i) all.push_back(coro::spawn(one_of_many(coro::self())));
    co_await coro::receive(otp::after(std::chrono::milliseconds(100), [] {}));
    const double before = bench::resident_bytes();
    for (const coro::address& a : all) coro::send(a, begin{&all});
    for (int i = 0; i < bench::everybody; ++i) co_await coro::receive([](done) {});
    state.counters["bytes"] = bench::resident_bytes() - before;
    coro::spawn(receive_after(1, coro::self()));
    const double one = co_await coro::receive([](double ns) { return ns; });
    coro::spawn(receive_after(5'000, coro::self()));
    const double many = co_await coro::receive([](double ns) { return ns; });
    state.counters["receive_ratio"] = many / one;
  }
}

void all_to_all(benchmark::State& state) { coro::run(play(state)); }
BENCHMARK(all_to_all)->Apply(bench::all_to_all);

}  // namespace all_to_all_question
