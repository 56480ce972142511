#include "channel.hpp"

#include "../workloads.hpp"

namespace call_question {

struct add {
  int n = 0;
  raw::channel<int>* reply = nullptr;
};

void call(benchmark::State& state) {
  raw::channel<add> requests;
  boost::thread server = raw::start([&] {
    for (int total = 0;;) {
      const add a = requests.pop();
      a.reply->push(total += a.n);
    }
  });
  raw::channel<int> reply;
  for (auto _ : state) {
    requests.push({1, &reply});
    benchmark::DoNotOptimize(reply.pop());
  }
  bench::count(state, 1);
  requests.close();
  server.join();
}
BENCHMARK(call)->Apply(bench::call);

}  // namespace call_question
