#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace dining_philosophers_question {

struct order {
  int seat = 0;
  bool hungry = false;  // else full
};

/// Serves whose forks lie on the table; the others wait in a list, because a channel gives what comes next.
void serve(raw::channel<order>& orders, std::deque<raw::channel<int>>& eat) {
  bool taken[bench::philosophers] = {};
  const auto fork = [&](int seat) -> bool& { return taken[seat % bench::philosophers]; };
  std::deque<int> waiting;
  for (;;) {
    const order o = orders.pop();
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

void dining_philosophers(benchmark::State& state) {
  raw::channel<order> orders;
  raw::channel<int> done;
  std::deque<raw::channel<int>> begin(bench::philosophers), eat(bench::philosophers);
  std::vector<boost::thread> threads;
  threads.push_back(raw::start([&] { serve(orders, eat); }));
  for (int seat = 0; seat < bench::philosophers; ++seat)
    threads.push_back(raw::start(
        [&, seat, &start = begin[static_cast<std::size_t>(seat)], &food = eat[static_cast<std::size_t>(seat)]] {
          for (;;) {
            start.pop();
            for (int i = 0; i < bench::meals; ++i) {
              orders.push({seat, true});
              food.pop();
              orders.push({seat, false});
            }
            done.push(1);
          }
        }));
  for (auto _ : state) {
    for (raw::channel<int>& b : begin) b.push(1);
    for (int i = 0; i < bench::philosophers; ++i) done.pop();
  }
  bench::count(state, bench::philosophers * bench::meals);
  orders.close();
  for (raw::channel<int>& b : begin) b.close();
  for (boost::thread& t : threads) t.join();
}
BENCHMARK(dining_philosophers)->Apply(bench::dining_philosophers);

}  // namespace dining_philosophers_question
