#include <unordered_map>

#include <otp/otp.hpp>

#include "../workloads.hpp"

namespace dictionary_question {

struct read {
  std::uint64_t key;
  using reply = std::uint64_t;
};
struct write {
  std::uint64_t key, value;
  using reply = std::uint64_t;
};
struct begin {};
struct done {};

class owner : public otp::gen_server<owner> {
 public:
  std::uint64_t handle_call(read r) { return map_[r.key]; }
  std::uint64_t handle_call(write w) { return map_[w.key] = w.value; }

 private:
  std::unordered_map<std::uint64_t, std::uint64_t> map_;
};

void worker(std::uint64_t number, const otp::server_ref<owner>& dictionary, const otp::pid& boss) {
  for (;;) {
    otp::receive([](begin) {});
    for (std::uint64_t n = 0; n < bench::dictionary_requests; ++n) {
      const std::uint64_t key = bench::dictionary_key(number, n);
      if (bench::dictionary_writes(number, n))
        otp::call(dictionary, write{key, n});
      else
        otp::call(dictionary, read{key});
    }
    otp::send(boss, done{});
  }
}

void dictionary(benchmark::State& state) {
  const otp::system system;
  const auto dictionary = otp::start_link<owner>();
  std::vector<otp::pid> workers;
  for (std::uint64_t i = 0; i < bench::dictionary_workers; ++i)
    workers.push_back(otp::spawn([=, boss = otp::self()] { worker(i, dictionary, boss); }));
  for (auto _ : state) {
    for (const otp::pid& w : workers) otp::send(w, begin{});
    for (int i = 0; i < bench::dictionary_workers; ++i) otp::receive([](done) {});
  }
  bench::count(state, bench::dictionary_workers * bench::dictionary_requests);
}
BENCHMARK(dictionary)->Apply(bench::dictionary);

}  // namespace dictionary_question
