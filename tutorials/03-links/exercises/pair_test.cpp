#include <pair.hpp>

#include <gtest/gtest.h>

#include <otp/explore.hpp>
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

// However soon the end comes: under many schedules.

using work = std::function<void()>;

/// Whether the one that ends later ends with a reason that is right, under each schedule; else what is wrong.
void under_many_schedules(const work& one, const work& other, bool watch_first, bool (*right)(const otp::exit_reason&),
                          const std::string& wrong) {
  const auto failing = otp::find_failing_schedule({.schedules = 200}, [&] {
    const auto [a, b] = start_pair(one, other);
    const otp::ref watch = otp::monitor(watch_first ? a : b);
    const auto mine = [&](const otp::down& d) { return d.ref == watch; };
    const otp::exit_reason end = otp::expect(otp::when(mine, [](const otp::down& d) { return d.reason; }), 1h);
    if (!right(end)) throw otp::expectation_failed("it ended with " + to_string(end));
  });
  if (failing)
    ADD_FAILURE() << wrong << " (" << *failing->failure << "; OTP_SCHEDULE=" << to_string(failing->schedule) << ")";
}
bool normal(const otp::exit_reason& reason) { return reason == otp::normal; }
bool abnormal(const otp::exit_reason& reason) { return reason.is_abnormal(); }
void fails_at_once() { otp::exit("a fault"); }

TEST(pair, when_one_ends_normally_at_once_the_other_goes_on) {
  under_many_schedules([] {}, ends_later, false, normal,
                       "the first was over, normally, before the link was made, and that has ended the second");
  under_many_schedules(
      ends_later, [] {}, true, normal, "the second was over, normally, and that has ended the first");
}

TEST(pair, when_one_fails_at_once_the_other_ends) {
  under_many_schedules(fails_at_once, ends_later, false, abnormal,
                       "the first had failed before the link was made, and the second went on");
  under_many_schedules(ends_later, fails_at_once, true, abnormal, "the second had failed, and the first went on");
}
