#include "channel.hpp"

#include "../workloads.hpp"

namespace ping_pong_question {

void ping_pong(benchmark::State& state) {
  raw::channel<raw::envelope> pings, pongs;
  boost::thread partner = raw::start([&] {
    for (;;) pongs.push(pings.pop());
  });
  for (auto _ : state) {
    pings.push({});
    pongs.pop();
  }
  bench::count(state, 1);
  pings.close();
  partner.join();
}
BENCHMARK(ping_pong)->Apply(bench::ping_pong);

}  // namespace ping_pong_question
