#include <urgent.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

using names = std::vector<std::string>;

TEST(urgent, the_urgent_ones_come_first_and_both_keep_their_order) {
  otp::system system{otp::seeded(1)};
  for (const job& j : {job{"a", false}, job{"B", true}, job{"c", false}, job{"D", true}}) otp::send(otp::self(), j);
  EXPECT_EQ(take_jobs(), (names{"B", "D", "a", "c"})) << "a, B, c, D were sent in this order; B and D are urgent";
  EXPECT_EQ(take_jobs(), names{}) << "a job was left in the mailbox";
}

TEST(urgent, other_messages_stay) {
  otp::system system{otp::seeded(1)};
  otp::send(otp::self(), 1);
  otp::send(otp::self(), job{"x", true});
  otp::send(otp::self(), 2);
  EXPECT_EQ(take_jobs(), names{"x"});
  EXPECT_EQ(otp::expect<int>(), 1);
  EXPECT_EQ(otp::expect<int>(), 2);
}

TEST(urgent, it_does_not_wait) {
  otp::system system{otp::seeded(1)};
  const otp::time_point start = otp::now();
  EXPECT_EQ(take_jobs(), names{});
  EXPECT_EQ(otp::now(), start) << "an empty mailbox is no reason to wait";
  otp::send(otp::self(), job{"y", false});
  EXPECT_EQ(take_jobs(), names{"y"});
}
