#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace call_under_backlog_question {

struct ask {
  using reply = int;
};
struct unwanted {};

class server : public otp::gen_server<server> {
 public:
  int handle_call(ask) { return 1; }
};

void call_under_backlog(benchmark::State& state) {
  const otp::system system;
  const auto to = otp::start_link<server>();
  for (int i = 0; i < state.range(0); ++i) otp::send(otp::self(), unwanted{});
  for (auto _ : state) benchmark::DoNotOptimize(otp::call(to, ask{}));
  bench::count(state, 1);
}
BENCHMARK(call_under_backlog)->Apply(bench::call_under_backlog);

}  // namespace call_under_backlog_question
