#include <cancel.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

using namespace std::chrono_literals;

TEST(cancel, in_time) {
  otp::system system{otp::seeded(1)};
  const otp::ref timer = otp::start_timer(1s, otp::self(), 1);
  EXPECT_TRUE(cancel_for_good(timer));
  otp::sleep_for(2s);
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(cancel, too_late) {
  otp::system system{otp::seeded(1)};
  const otp::ref timer = otp::start_timer(1s, otp::self(), 1);
  otp::sleep_for(2s);
  EXPECT_FALSE(cancel_for_good(timer));
  EXPECT_TRUE(otp::waiting_messages().empty()) << "the message of the cancelled timer is in the mailbox";
}

TEST(cancel, others_stay_in_their_order) {
  otp::system system{otp::seeded(1)};
  otp::send(otp::self(), 'a');
  const otp::ref other = otp::start_timer(1s, otp::self(), 1);
  const otp::ref timer = otp::start_timer(2s, otp::self(), 2);
  otp::sleep_for(3s);
  otp::send(otp::self(), 'b');
  EXPECT_FALSE(cancel_for_good(timer));
  EXPECT_EQ(otp::expect<char>(), 'a');
  EXPECT_EQ(otp::expect<otp::timer_timeout>().ref, other);
  EXPECT_EQ(otp::expect<char>(), 'b');
  EXPECT_TRUE(otp::waiting_messages().empty());
}

TEST(cancel, of_one_that_was_received_it_does_not_wait) {
  otp::system system{otp::seeded(1)};
  const otp::ref timer = otp::start_timer(1s, otp::self(), 1);
  otp::expect<otp::timer_timeout>();
  const otp::time_point begin = otp::now();
  EXPECT_FALSE(cancel_for_good(timer));
  EXPECT_EQ(otp::now(), begin);
}
