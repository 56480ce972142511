#include "channel.hpp"

#include "../workloads.hpp"

namespace dining_philosophers_question {

struct order {
  int seat;
  bool hungry;  // else full
};

/// Serves whose forks lie on the table; the others wait in a list, because a channel gives what comes next.
aio::awaitable<void> serve(aio::channel<order>& orders, std::deque<aio::channel<int>>& eat) {
  bool taken[bench::philosophers] = {};
  const auto fork = [&](int seat) -> bool& { return taken[seat % bench::philosophers]; };
  std::deque<int> waiting;
  for (;;) {
    const order o = co_await orders.pop();
    if (o.hungry)
      waiting.push_back(o.seat);
    else
      fork(o.seat) = fork(o.seat + 1) = false;
    std::erase_if(waiting, [&](int seat) {
      if (fork(seat) || fork(seat + 1)) return false;
      fork(seat) = fork(seat + 1) = true;
      eat[static_cast<std::size_t>(seat)].push(1);
      return true;
    });
  }
}

aio::awaitable<void> philosopher(int seat, aio::channel<int>& begin, aio::channel<int>& eat,
                                 aio::channel<order>& orders, aio::channel<int>& done) {
  for (;;) {
    co_await begin.pop();
    for (int i = 0; i < bench::meals; ++i) {
      orders.push({seat, true});
      co_await eat.pop();
      orders.push({seat, false});
    }
    done.push(1);
  }
}

aio::awaitable<void> play(benchmark::State& state, aio::asio::io_context& io) {
  aio::channel<order> orders(io);
  aio::channel<int> done(io);
  std::deque<aio::channel<int>> begin, eat;
  for (int seat = 0; seat < bench::philosophers; ++seat)
    aio::start(io, philosopher(seat, begin.emplace_back(io), eat.emplace_back(io), orders, done));
  aio::start(io, serve(orders, eat));
  for (auto _ : state) {
    for (auto& b : begin) b.push(1);
    for (int i = 0; i < bench::philosophers; ++i) co_await done.pop();
  }
  bench::count(state, bench::philosophers * bench::meals);
}

void dining_philosophers(benchmark::State& state) {
  aio::asio::io_context io(1);
  aio::run(io, play(state, io));
}
BENCHMARK(dining_philosophers)->Apply(bench::dining_philosophers);

}  // namespace dining_philosophers_question
