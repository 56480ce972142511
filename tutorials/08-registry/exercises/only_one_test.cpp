#include <only_one.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include <otp/testing.hpp>

using namespace std::chrono_literals;

otp::options with_seed(std::uint64_t seed) {
  otp::options chosen;
  chosen.report = [](const otp::report&) {};
  chosen.schedule = otp::seeded(seed);
  return chosen;
}
void stays() {
  otp::receive([](int) {});
}

TEST(only_one, it_is_started_under_its_name) {
  otp::system system{with_seed(1)};
  const otp::pid dj = start_only_one("dj", stays);
  EXPECT_EQ(otp::whereis_name("dj"), dj);
}

TEST(only_one, who_comes_later_gets_the_same) {
  otp::system system{with_seed(1)};
  const otp::pid dj = start_only_one("dj", stays);
  EXPECT_EQ(start_only_one("dj", stays), dj);
}

TEST(only_one, after_its_end_there_can_be_another) {
  otp::system system{with_seed(1)};
  const otp::pid first = start_only_one("dj", [] {});
  otp::monitor(first);
  otp::expect<otp::down>();
  EXPECT_NE(start_only_one("dj", stays), first);
}

TEST(only_one, five_callers_at_once_get_the_same) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    otp::system system{with_seed(seed)};
    std::atomic<int> runs = 0;
    for (int i = 0; i < 5; ++i)
      otp::spawn_monitor([&runs, to = otp::self()] {
        otp::send(to, start_only_one("dj", [&runs] {
                    ++runs;
                    stays();
                  }));
      });
    std::set<otp::pid> got;
    for (int i = 0; i < 5; ++i)
      otp::receive([&](const otp::down& d) {
        ASSERT_EQ(d.reason, otp::normal) << "a caller failed, with seed " << seed;
        got.insert(otp::expect<otp::pid>());
      });
    if (HasFatalFailure()) return;
    ASSERT_EQ(got.size(), 1u) << "callers got different pids, with seed " << seed;
    ASSERT_EQ(runs, 1) << "the work ran more than once, with seed " << seed;
  }
}
