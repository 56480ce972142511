// breaker.cpp - the gate of breaker.hpp before a service that is silent for half a minute.
//
// It runs with a seed: the minute takes no time, and the output is always the same.
#include "breaker.hpp"

#include <iostream>
#include <string>

namespace {

using namespace std::chrono_literals;

struct forecast { using reply = std::string; };

/// For half a minute it does not answer.
class weather : public otp::gen_server<weather> {
 public:
  otp::result<std::string> handle_call(forecast) {
    const otp::duration age = otp::now() - start_;
    if (age >= 5s && age < 35s) return otp::noreply;
    return "sunny";
  }

 private:
  const otp::time_point start_ = otp::now();
};

void ask_for_a_minute() {
  const otp::time_point start = otp::now();
  const auto service = otp::start_link<weather>();
  const auto gate = otp::start_link<breaker::gate>(breaker::settings{.failures = 3, .window = 10s, .pause = 10s});
  for (int i = 0; i < 20; ++i) {
    std::cout << (otp::now() - start) / 1ms << " ms, " << otp::get_state(gate) << ": ";
    if (const auto answer = breaker::call(gate, service, forecast{}, 500ms))
      std::cout << *answer.value << "\n";
    else
      std::cout << answer.failure << "\n";
    otp::sleep_for(3s);
  }

  int passed = 0, limited = 0;
  for (int i = 0; i < 25; ++i) ++(breaker::call(gate, service, forecast{}, 500ms) ? passed : limited);
  std::cout << "of 25 calls at once " << passed << " passed the limit of rate\n";
}

}  // namespace

int main() { return otp::run(ask_for_a_minute, {.schedule = otp::seeded(1)}); }
