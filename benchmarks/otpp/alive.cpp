#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace alive_question {

struct ask {};
struct here {};

void alive(benchmark::State& state) {
  const otp::system system;
  for (auto _ : state) {
    std::vector<otp::pid> all;
    for (int i = 0; i < bench::many; ++i)
      all.push_back(otp::spawn_opt({.stack_size = 64 * 1024}, [to = otp::self()] {
                      otp::receive([&](ask) { otp::send(to, here{}); });
                      otp::receive([](ask) {});
                    }).pid);
    for (const otp::pid& p : all) otp::send(p, ask{});
    int answered = 0;
    while (otp::receive([](here) { return true; }, otp::after(std::chrono::seconds(5), [] { return false; }))) {
      if (++answered == bench::many) break;
    }
    state.counters["answered"] = answered;
  }
}
BENCHMARK(alive)->Apply(bench::alive);

}  // namespace alive_question
