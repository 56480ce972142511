#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace call_question {

struct add {
  int n;
  using reply = int;
};

class counter : public otp::gen_server<counter> {
 public:
  int handle_call(add a) { return total_ += a.n; }

 private:
  int total_ = 0;
};

void call(benchmark::State& state) {
  const otp::system system;
  const auto server = otp::start_link<counter>();
  for (auto _ : state) benchmark::DoNotOptimize(otp::call(server, add{1}));
  bench::count(state, 1);
}
BENCHMARK(call)->Apply(bench::call);

}  // namespace call_question
