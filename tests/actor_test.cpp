#include <gtest/gtest.h>

#include <otp/otp.hpp>

using namespace std::chrono_literals;

namespace {
struct ping { otp::pid from; };
struct pong {};

TEST(actor_test, ping_pong) {
  otp::system system;
  otp::pid echo = otp::spawn([] {
    for (;;) otp::receive([](ping p) { otp::send(p.from, pong{}); });
  });
  for (int i = 0; i < 1000; ++i) {
    otp::send(echo, ping{otp::self()});
    bool got = otp::receive([](pong) { return true; }, otp::after(5s, [] { return false; }));
    ASSERT_TRUE(got);
  }
}
}  // namespace
