#include "channel.hpp"

#include "../workloads.hpp"

namespace call_question {

struct add {
  int n;
  aio::channel<int>* reply;
};

aio::awaitable<void> counter(aio::channel<add>& requests) {
  for (int total = 0;;) {
    const add a = co_await requests.pop();
    a.reply->push(total += a.n);
  }
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  aio::channel<add> requests(io);
  aio::channel<int> reply(io);
  aio::start(io, counter(requests));
  for (auto _ : state) {
    requests.push({1, &reply});
    const int total = co_await reply.pop();
    benchmark::DoNotOptimize(total);
  }
  bench::count(state, 1);
}

void call(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(call)->Apply(bench::call);

}  // namespace call_question
