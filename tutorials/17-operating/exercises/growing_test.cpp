#include <growing.hpp>

#include <gtest/gtest.h>

#include <string>

using namespace std::chrono_literals;

using lengths = std::vector<int>;

class growing_mailboxes : public testing::Test {
 protected:
  otp::system system{otp::seeded(1)};

  /// So many messages wait in its mailbox at each look, which are ten seconds apart. Then it stays, or ends.
  static otp::pid with_mailbox(const lengths& at_each_look, bool ends = false) {
    return otp::spawn([=] {
      int there = 0;
      for (const int length : at_each_look) {
        for (; there < length; ++there) otp::send(otp::self(), "a message");
        for (; there > length; --there) otp::receive([](const char*) {});
        otp::sleep_for(10s);
      }
      if (!ends) otp::wait_for_end();
    });
  }
  /// Looks at one, three times.
  static bool grows(const otp::pid& one) {
    otp::sleep_for(5s);
    return !growing({one}, 3, 10s).empty();
  }
};

TEST_F(growing_mailboxes, one_that_gets_longer_grows_however_short_it_is) {
  EXPECT_TRUE(grows(with_mailbox({0, 1, 2}))) << "0, 1 and 2 messages waited";
}

TEST_F(growing_mailboxes, a_long_one_that_stays_as_it_is_does_not_grow) {
  EXPECT_FALSE(grows(with_mailbox({500, 500, 500}))) << "500 messages waited, at each look";
}

TEST_F(growing_mailboxes, a_long_one_that_gets_shorter_does_not_grow) {
  EXPECT_FALSE(grows(with_mailbox({900, 600, 300}))) << "900, 600 and 300 messages waited";
}

TEST_F(growing_mailboxes, a_burst_is_no_growth) {
  EXPECT_FALSE(grows(with_mailbox({10, 200, 190})))
      << "10, 200 and 190 messages waited: after the burst it gets shorter";
  EXPECT_FALSE(grows(with_mailbox({10, 200, 200}))) << "10, 200 and 200 messages waited: one burst, and no more";
}

TEST_F(growing_mailboxes, one_that_has_ended_does_not_grow) {
  EXPECT_FALSE(grows(with_mailbox({1, 2}, true))) << "it had ended before the third look";
  EXPECT_FALSE(grows(with_mailbox({}, true))) << "it had ended before the first look";
}

TEST_F(growing_mailboxes, those_that_grow_are_returned_in_their_order) {
  const otp::pid first = with_mailbox({1, 2, 3}), calm = with_mailbox({7, 7, 7}), gone = with_mailbox({5}, true),
                 last = with_mailbox({0, 500, 501});
  otp::sleep_for(5s);
  EXPECT_EQ(growing({last, calm, gone, first}, 3, 10s), (std::vector{last, first}));
}

TEST_F(growing_mailboxes, all_are_looked_at_at_the_same_time) {
  const std::vector<otp::pid> many(20, with_mailbox({1, 2, 3}));
  const otp::time_point begin = otp::now();
  growing(many, 3, 10s);
  EXPECT_EQ((otp::now() - begin) / 1s, 20) << "three looks have two pauses of 10 s between them, for 20 actors, too";
}

TEST_F(growing_mailboxes, what_the_caller_has_got_meanwhile_is_still_there) {
  otp::spawn([to = otp::self()] {
    for (const int n : {1, 2, 3}) {
      otp::send(to, n);
      otp::sleep_for(10s);
    }
  });
  otp::send(otp::self(), std::string("first"));
  const otp::pid other = with_mailbox({1, 2, 3});
  otp::sleep_for(5s);
  EXPECT_EQ(growing({other}, 3, 10s), std::vector{other}) << "1, 2 and 3 messages waited";
  EXPECT_EQ(otp::message_queue_len(otp::self()), 4u) << "one message was there before, and three have come";
}
