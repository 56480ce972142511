// seeded_test.cpp - how a schedule is chosen and written, and the bound that pct promises.
#include <otp/seeded.hpp>

#include "support.hpp"

#include <functional>

#include <otp/explore.hpp>

namespace {

TEST(seeded_test, a_choice_is_written_as_it_is_read) {
  for (const char* text : {"free", "seed:0", "seed:42", "seed:18446744073709551615", "pct:1:2:3"})
    EXPECT_EQ(otp::to_string(otp::parse_schedule(text)), text);
  EXPECT_EQ(otp::parse_schedule("pct:7"), otp::pct(7));
  EXPECT_EQ(otp::parse_schedule("pct:7:1"), otp::pct(7, 1));
}

TEST(seeded_test, what_cannot_be_read_is_an_error_that_shows_it) {
  for (const char* text : {"", "seed", "seed:", "seed:x", "seed:1:2", "seed:-1", "seed:1 ", "free:1", "pct",
                           "pct:1:2:3:3", "pct:1:2:3:4", "seed:18446744073709551616", "Seed:1"}) {
    try {
      otp::parse_schedule(text);
      ADD_FAILURE() << text;
    } catch (const otp::error& e) {
      EXPECT_EQ(e.code(), otp::errc::badarg);
      EXPECT_NE(std::string(e.what()).find("'" + std::string(text) + "'"), std::string::npos) << e.what();
    }
  }
}

TEST(seeded_test, the_environment_chooses_where_the_program_does_not) {
  ASSERT_EQ(setenv("OTP_SCHEDULE", "seed:5", 1), 0);
  EXPECT_EQ(otp::resolve({}), otp::seeded(5));
  EXPECT_EQ(otp::resolve(otp::free_running), otp::free_running);
  EXPECT_EQ(otp::resolve(otp::pct(1)), otp::pct(1));
  {
    otp::system system;
    const otp::time_point then = otp::now();
    otp::sleep_for(1h);
    EXPECT_EQ(otp::now() - then, 1h) << "so this one is seeded";
  }
  ASSERT_EQ(setenv("OTP_SCHEDULE", "sometimes", 1), 0);
  EXPECT_THROW(otp::system{}, otp::error);
  ASSERT_EQ(unsetenv("OTP_SCHEDULE"), 0);
  EXPECT_EQ(otp::resolve({}), otp::free_running);
}

// ---- the bound that pct promises ------------------------------------------------------------------------------------

/// Two actors send to main: one at once, `o`, and one after 30 steps, `1` and `2`. The order in which they arrive.
std::string order_of_arrival() {
  otp::spawn("short", [to = otp::self()] { otp::send(to, 'o'); });
  otp::spawn("long", [to = otp::self()] {
    for (int i = 0; i < 30; ++i) otp::checkpoint();
    otp::send(to, '1');
    for (int i = 0; i < 2; ++i) otp::checkpoint();
    otp::send(to, '2');
  });
  std::string order;
  while (order.size() < 3) order += otp::expect<char>();
  return order;
}

constexpr int runs = SANITIZED ? 1000 : 3000;
constexpr double threads = 4;  // main, the clock's, and the two

/// In how many of the runs it is `wanted`.
int times(const std::string& wanted, const std::function<otp::schedule_choice(std::uint64_t seed)>& choose) {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    otp::system system(choose(seed));
    found += order_of_arrival() == wanted;
  }
  return found;
}

// Depth 1: one constraint, `2` before `o`. The bound is 1 / threads = 1/4, without a preemption: 750 of 3000. It takes
// that the short one has the lowest priority of the three that matter: 1/3, that is 1000, with a standard deviation of
// 26. A uniform choice would have to pass by a thread that can run for more than 30 steps: (2/3)^30 is 5 in a million.
TEST(seeded_test, pct_finds_an_order_of_depth_one_as_often_as_it_says) {
  EXPECT_GE(times("12o", [](std::uint64_t seed) { return otp::pct(seed, 0); }), runs / threads);
  EXPECT_EQ(times("12o", otp::seeded), 0) << "so it is the priorities that find it";
}

// Depth 2: two constraints, `1` before `o` and `o` before `2`. The bound is 1 / (threads * length), with one
// preemption. A run takes 50 steps: 1/200, or 15 of 3000. It takes the lowest priority again, 1/3, and that the
// preemption is at one of the 3 steps from `1` to `2`, 3/50: that is 60 of 3000, with a standard deviation of 8.
TEST(seeded_test, pct_finds_an_order_of_depth_two_as_often_as_it_says) {
  const std::uint64_t length = otp::replay(otp::pct(1, 0), [] { order_of_arrival(); }).progress.steps;
  EXPECT_LE(length, 60u) << "or the arithmetic above is another";
  EXPECT_GE(times("1o2", [=](std::uint64_t seed) { return otp::pct(seed, 1, length); }),
            runs / (threads * static_cast<double>(length)));
  EXPECT_EQ(times("1o2", [](std::uint64_t seed) { return otp::pct(seed, 0); }), 0) << "so it takes the preemption";
  EXPECT_EQ(times("1o2", otp::seeded), 0);
}

}  // namespace
