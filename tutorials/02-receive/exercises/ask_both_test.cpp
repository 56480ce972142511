#include <ask_both.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

using namespace std::chrono_literals;

otp::pid till(int cents, otp::duration takes) {
  return otp::spawn("till", [=] {
    for (;;)
      otp::receive([&](const price_of& asked) {
        otp::sleep_for(takes);
        otp::send(asked.guest, price{asked.question, cents});
      });
  });
}

TEST(ask_both, it_returns_the_lower_price) {
  otp::system system{otp::seeded(1)};
  EXPECT_EQ(ask_both(till(220, 0s), till(250, 0s), "espresso"), 220);
  EXPECT_EQ(ask_both(till(260, 0s), till(250, 0s), "espresso"), 250);
}

TEST(ask_both, both_are_asked_before_either_is_waited_for) {
  otp::system system{otp::seeded(1)};
  const otp::time_point start = otp::now();
  EXPECT_EQ(ask_both(till(220, 1s), till(250, 1s), "espresso"), 220);
  EXPECT_LT(otp::now() - start, 1500ms) << "two tills that take a second each, one after the other";
}

TEST(ask_both, one_that_does_not_answer_in_time_makes_it_minus_one) {
  otp::system system{otp::seeded(1)};
  const otp::time_point start = otp::now();
  EXPECT_EQ(ask_both(till(220, 3s), till(250, 0s), "espresso"), -1) << "one of them has not answered";
  EXPECT_LE(otp::now() - start, 2100ms);
}

TEST(ask_both, the_two_seconds_are_for_both_together) {
  otp::system system{otp::seeded(1)};
  const otp::time_point start = otp::now();
  EXPECT_EQ(ask_both(till(220, 1900ms), till(250, 3s), "espresso"), -1)
      << "the second till has answered three seconds after it was asked";
  EXPECT_LE(otp::now() - start, 2100ms) << "the wait for the second began anew when the first had answered";
}

TEST(ask_both, a_late_answer_is_not_taken_for_a_new_one) {
  otp::system system{otp::seeded(1)};
  const otp::pid slow = till(1, 3s);
  EXPECT_EQ(ask_both(slow, till(250, 0s), "espresso"), -1);
  otp::sleep_for(5s);
  EXPECT_EQ(ask_both(till(300, 0s), till(310, 0s), "espresso"), 300) << "1 was the late answer of another till";
}
