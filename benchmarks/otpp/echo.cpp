#include <otp/otp.hpp>

#include "../echo_clients.hpp"
#include "../workloads.hpp"

namespace echo_question {

struct stop {};

void serve(const otp::tcp::socket& client) {
  for (bool open = true; open;)
    otp::receive([&](stop) { open = false; }, otp::readable(client) >>
                                                  [&] {
                                                    const std::string bytes = otp::tcp::receive_some(client);
                                                    open = !bytes.empty();
                                                    otp::tcp::send(client, bytes);
                                                  });
}

void echo(benchmark::State& state) {
  const otp::system system;
  const auto listener = otp::tcp::listen(otp::tcp::address::loopback(0));
  const bench::echo_clients clients(listener.local().port(), state.range(0));
  for (std::int64_t i = 0; i < state.range(0); ++i)
    otp::spawn([client = otp::tcp::accept(listener)] { serve(client); });
  for (auto _ : state) clients.round();
  bench::count(state, state.range(0));
}
BENCHMARK(echo)->Apply(bench::echo);

}  // namespace echo_question
