#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace all_to_all_question {

struct begin {
  const std::vector<otp::pid>* all;
};
struct hello {};
struct done {};

void one_of_many(const otp::pid& boss) {
  otp::receive([](begin b) {
    for (const otp::pid& other : *b.all)
      if (other != otp::self()) otp::send(other, hello{});
  });
  for (int i = 1; i < bench::everybody; ++i) otp::receive([](hello) {});
  otp::send(boss, done{});
  otp::receive([](begin) {});
}

/// What it costs to receive one message after `writers` different actors have written to the mailbox.
double receive_after(int writers) {
  for (int i = 0; i < writers; ++i) {
    otp::spawn_monitor([to = otp::self()] { otp::send(to, hello{}); });
    otp::receive([](otp::down) {});
    otp::receive([](hello) {});
  }
  constexpr int messages = 20'000;
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < messages; ++i) otp::send(otp::self(), hello{});
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < messages; ++i) otp::receive([](hello) {});
    best = std::min(best, std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count());
  }
  return best / messages;
}

double in_an_actor(int writers) {
  otp::spawn([writers, boss = otp::self()] { otp::send(boss, receive_after(writers)); });
  return otp::receive([](double nanoseconds) { return nanoseconds; });
}

void all_to_all(benchmark::State& state) {
  const otp::system system;
  for (auto _ : state) {
    std::vector<otp::pid> all;
    for (int i = 0; i < bench::everybody; ++i) all.push_back(otp::spawn([me = otp::self()] { one_of_many(me); }));
    otp::sleep_for(std::chrono::milliseconds(100));
    const double before = bench::resident_bytes();
    for (const otp::pid& a : all) otp::send(a, begin{&all});
    for (int i = 0; i < bench::everybody; ++i) otp::receive([](done) {});
    state.counters["bytes"] = bench::resident_bytes() - before;
    state.counters["receive_ratio"] = 1 / in_an_actor(1) * in_an_actor(5'000);
  }
}
BENCHMARK(all_to_all)->Apply(bench::all_to_all);

}  // namespace all_to_all_question
