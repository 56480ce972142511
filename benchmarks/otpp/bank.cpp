#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace bank_question {

struct debit {
  otp::pid teller, to;
};
struct credit {
  otp::pid teller;
};
struct transferred {};

void account() {
  for (std::int64_t balance = 0;;)
    otp::receive(
        [&](debit d) {
          --balance;
          otp::send(d.to, credit{d.teller});
        },
        [&](credit c) {
          ++balance;
          otp::send(c.teller, transferred{});
        });
}

void bank(benchmark::State& state) {
  const otp::system system;
  std::vector<otp::pid> accounts;
  for (int i = 0; i < bench::accounts; ++i) accounts.push_back(otp::spawn(account));
  for (auto _ : state) {
    for (std::size_t i = 0; i < bench::transfers; ++i)
      otp::send(accounts[i % bench::accounts], debit{otp::self(), accounts[(i * 7 + 3) % bench::accounts]});
    for (int i = 0; i < bench::transfers; ++i) otp::receive([](transferred) {});
  }
  bench::count(state, bench::transfers);
}
BENCHMARK(bank)->Apply(bench::bank);

}  // namespace bank_question
