#include "channel.hpp"

#include "../workloads.hpp"

namespace ping_pong_question {

void ping_pong(benchmark::State& state) {
  fibers::channel<int> pings(fibers::few), pongs(fibers::few);
  fibers::fiber partner([&] {
    for (int p; pings.pop(p) == boost::fibers::channel_op_status::success;) pongs.push(p);
  });
  for (auto _ : state) {
    pings.push(1);
    fibers::pop(pongs);
  }
  bench::count(state, 1);
  pings.close();
  partner.join();
}
BENCHMARK(ping_pong)->Apply(bench::ping_pong);

}  // namespace ping_pong_question
