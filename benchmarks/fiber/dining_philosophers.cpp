#include <deque>

#include "channel.hpp"

#include "../workloads.hpp"

namespace dining_philosophers_question {

struct order {
  int seat = 0;
  bool hungry = false;  // else full
};

/// Serves whose forks lie on the table; the others wait in a list, because a channel gives what comes next.
void serve(fibers::channel<order>& orders, std::deque<fibers::channel<int>>& eat) {
  bool taken[bench::philosophers] = {};
  const auto fork = [&](int seat) -> bool& { return taken[seat % bench::philosophers]; };
  std::deque<int> waiting;
  for (order o; orders.pop(o) == boost::fibers::channel_op_status::success;) {
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
  fibers::channel<order> orders(fibers::slots);
  fibers::channel<int> done(fibers::slots);
  std::deque<fibers::channel<int>> begin, eat;
  std::vector<fibers::fiber> all;
  all.emplace_back([&] { serve(orders, eat); });
  for (int seat = 0; seat < bench::philosophers; ++seat)
    all.emplace_back([&, seat, &start = begin.emplace_back(fibers::few), &food = eat.emplace_back(fibers::few)] {
      for (int b; start.pop(b) == boost::fibers::channel_op_status::success;) {
        for (int i = 0; i < bench::meals; ++i) {
          orders.push({seat, true});
          fibers::pop(food);
          orders.push({seat, false});
        }
        done.push(1);
      }
    });
  for (auto _ : state) {
    for (auto& b : begin) b.push(1);
    for (int i = 0; i < bench::philosophers; ++i) fibers::pop(done);
  }
  bench::count(state, bench::philosophers * bench::meals);
  orders.close();
  for (auto& b : begin) b.close();
  for (auto& f : all) f.join();
}
BENCHMARK(dining_philosophers)->Apply(bench::dining_philosophers);

}  // namespace dining_philosophers_question
