// gen_statem.cpp - what stands around the example of gen_statem.hpp's banner.
#include <otp/gen_statem.hpp>

using namespace std::chrono_literals;

struct coin {};
struct push {};
struct total {
  using reply = int;
};
// the example
void turnstile::terminate(const otp::exit_reason&) {}

void f() {
  const auto gate = otp::start<turnstile>();
  otp::cast(gate, coin{});
  otp::call(gate, total{});
}
