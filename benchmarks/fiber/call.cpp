#include "channel.hpp"

#include "../workloads.hpp"

namespace call_question {

struct add {
  int n = 0;
  fibers::channel<int>* reply = nullptr;
};

void call(benchmark::State& state) {
  fibers::channel<add> requests(fibers::few);
  fibers::fiber server([&] {
    int total = 0;
    for (add a; requests.pop(a) == boost::fibers::channel_op_status::success;) a.reply->push(total += a.n);
  });
  fibers::channel<int> reply(fibers::few);
  for (auto _ : state) {
    requests.push({1, &reply});
    benchmark::DoNotOptimize(fibers::pop(reply));
  }
  bench::count(state, 1);
  requests.close();
  server.join();
}
BENCHMARK(call)->Apply(bench::call);

}  // namespace call_question
