#include <pair.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

using namespace std::chrono_literals;

otp::options quiet() {
  otp::options o;
  o.report = [](const otp::report&) {};
  o.schedule = otp::seeded(1);
  return o;
}
void stays() {
  otp::receive([](int) {});
}
void fails_later() {
  otp::sleep_for(1s);
  otp::exit("a fault");
}
void ends_later() { otp::sleep_for(1s); }

TEST(pair, when_one_fails_the_other_ends) {
  otp::system system(quiet());
  const auto [a, b] = start_pair(stays, fails_later);
  const auto [c, d] = start_pair(fails_later, stays);
  otp::sleep_for(2s);
  EXPECT_FALSE(otp::is_process_alive(a)) << "the second has failed, and the first is alive";
  EXPECT_FALSE(otp::is_process_alive(d)) << "the first has failed, and the second is alive";
}

TEST(pair, when_one_ends_normally_the_other_goes_on) {
  otp::system system(quiet());
  const auto [a, b] = start_pair(stays, ends_later);
  otp::sleep_for(2s);
  EXPECT_TRUE(otp::is_process_alive(a));
  EXPECT_FALSE(otp::is_process_alive(b));
}

TEST(pair, the_caller_survives) {
  otp::system system(quiet());
  const auto [caller, m] = otp::spawn_monitor("caller", [] {
    start_pair(stays, fails_later);
    otp::sleep_for(5s);
  });
  const otp::exit_reason end = otp::expect([](const otp::down& d) { return d.reason; }, 10s);
  EXPECT_EQ(end, otp::normal) << "the caller has ended with " << to_string(end);
}
