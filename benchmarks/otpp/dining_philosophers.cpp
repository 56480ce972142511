#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace dining_philosophers_question {

struct hungry {
  otp::pid who;
  int seat;
};
struct eat {};
struct full {
  int seat;
};
struct begin {};
struct done {};

void philosopher(int seat, const otp::pid& waiter, const otp::pid& host) {
  for (;;) {
    otp::receive([](begin) {});
    for (int i = 0; i < bench::meals; ++i) {
      otp::send(waiter, hungry{otp::self(), seat});
      otp::receive([](eat) {});
      otp::send(waiter, full{seat});
    }
    otp::send(host, done{});
  }
}

/// Serves whose forks lie on the table; the others wait in its mailbox, which selective receive leaves in order.
void serve() {
  bool taken[bench::philosophers] = {};
  const auto fork = [&](int seat) -> bool& { return taken[seat % bench::philosophers]; };
  for (;;)
    otp::receive(otp::when([&](const hungry& h) { return !fork(h.seat) && !fork(h.seat + 1); },
                           [&](hungry h) {
                             fork(h.seat) = fork(h.seat + 1) = true;
                             otp::send(h.who, eat{});
                           }),
                 [&](full f) { fork(f.seat) = fork(f.seat + 1) = false; });
}

void dining_philosophers(benchmark::State& state) {
  const otp::system system;
  const otp::pid waiter = otp::spawn(serve);
  std::vector<otp::pid> all;
  for (int i = 0; i < bench::philosophers; ++i)
    all.push_back(otp::spawn([=, host = otp::self()] { philosopher(i, waiter, host); }));
  for (auto _ : state) {
    for (const otp::pid& p : all) otp::send(p, begin{});
    for (int i = 0; i < bench::philosophers; ++i) otp::receive([](done) {});
  }
  bench::count(state, bench::philosophers * bench::meals);
}
BENCHMARK(dining_philosophers)->Apply(bench::dining_philosophers);

}  // namespace dining_philosophers_question
