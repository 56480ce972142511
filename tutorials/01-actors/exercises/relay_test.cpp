#include <relay.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

TEST(relay, a_token_hops_once_for_each_actor) {
  for (const int length : {1, 2, 10}) {
    otp::system system{otp::seeded(1)};
    otp::send(start_relay(length, otp::self()), token{1, 0});
    EXPECT_EQ(otp::expect<token>(std::chrono::seconds(1)).hops, length) << "in a relay of " << length << " actors";
  }
}

TEST(relay, tokens_come_out_in_the_order_in_which_they_went_in) {
  otp::system system{otp::seeded(2)};
  const otp::pid first = start_relay(5, otp::self());
  for (int i = 0; i < 20; ++i) otp::send(first, token{i, 0});
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(otp::expect<token>(std::chrono::seconds(1)).number, i) << "a token has overtaken another one";
}

TEST(relay, it_is_made_of_as_many_actors_as_asked_for) {
  otp::system system{otp::seeded(1)};
  const std::size_t before = otp::processes().size();
  start_relay(7, otp::self());
  EXPECT_EQ(otp::processes().size(), before + 7) << "a relay of 7 actors was asked for";
}
