#include <growing.hpp>

#include <gtest/gtest.h>

#include <string>

using namespace std::chrono_literals;

using lengths = std::vector<int>;
const std::vector<otp::pid> none;

class growing_mailboxes : public testing::Test {
 protected:
  otp::system system{otp::seeded(1)};

  /// So many messages wait in its mailbox at each look; the pause is between two of them. Then it stays, or ends.
  static otp::pid with_mailbox(const lengths& at_each_look, bool ends = false, otp::duration pause = 10s) {
    return otp::spawn([=] {
      int there = 0;
      for (const int length : at_each_look) {
        for (; there < length; ++there) otp::send(otp::self(), "a message");
        for (; there > length; --there) otp::receive([](const char*) {});
        otp::sleep_for(pause);
      }
      if (!ends) otp::wait_for_end();
    });
  }
  /// Looks at one, as many times as there are lengths.
  static bool grows(const lengths& at_each_look, otp::duration pause = 10s) {
    const otp::pid one = with_mailbox(at_each_look, false, pause);
    otp::sleep_for(pause / 2);
    return !growing({one}, static_cast<int>(at_each_look.size()), pause).empty();
  }
};

TEST_F(growing_mailboxes, one_that_gets_longer_grows_however_short_it_is) {
  EXPECT_TRUE(grows({0, 1, 2})) << "0, 1 and 2 messages waited: at each look more than at the look before";
  EXPECT_TRUE(grows({500, 501, 900})) << "500, 501 and 900 messages waited: at each look more than at the look before";
}

TEST_F(growing_mailboxes, a_long_one_that_stays_as_it_is_does_not_grow) {
  EXPECT_FALSE(grows({500, 500, 500})) << "500 messages waited, at each look: long is not growing";
  EXPECT_FALSE(grows({0, 0, 0})) << "no message waited, at each look";
}

TEST_F(growing_mailboxes, a_long_one_that_gets_shorter_does_not_grow) {
  EXPECT_FALSE(grows({900, 600, 300})) << "900, 600 and 300 messages waited: long is not growing";
}

TEST_F(growing_mailboxes, a_burst_is_no_growth) {
  EXPECT_FALSE(grows({10, 200, 190}))
      << "at each look there must be more than at the look before, and not only more in "
         "the end than at first: 10, 200 and 190 messages waited";
  EXPECT_FALSE(grows({10, 200, 200}))
      << "at each look there must be more than at the look before, and not as many: 10, "
         "200 and 200 messages waited";
  EXPECT_FALSE(grows({10, 10, 200})) << "at each look there must be more than at the look before, and not only at the "
                                        "last one: 10, 10 and 200 messages waited";
  EXPECT_FALSE(grows({20, 10, 30})) << "at each look there must be more than at the look before, and not only at the "
                                       "last one: 20, 10 and 30 messages waited";
}

TEST_F(growing_mailboxes, it_is_looked_at_so_many_times) {
  EXPECT_TRUE(grows({3, 4})) << "3 and 4 messages waited, and two looks were asked for";
  EXPECT_FALSE(grows({4, 4})) << "4 messages waited at each of the two looks that were asked for";
  EXPECT_TRUE(grows({1, 2, 3, 4, 5, 6})) << "1, 2, 3, 4, 5 and 6 messages waited, and six looks were asked for";
  EXPECT_FALSE(grows({1, 2, 3, 4, 5, 5})) << "1, 2, 3, 4, 5 and 5 messages waited: six looks were asked for, and all "
                                             "of them count";
  EXPECT_FALSE(grows({1, 2, 2, 3, 4, 5})) << "1, 2, 2, 3, 4 and 5 messages waited: six looks were asked for, and all "
                                             "of them count";
}

TEST_F(growing_mailboxes, the_pause_is_the_one_asked_for) {
  EXPECT_TRUE(grows({1, 2, 3}, 1h)) << "1, 2 and 3 messages waited, with an hour between two looks";
  EXPECT_TRUE(grows({1, 2, 3}, 10ms)) << "1, 2 and 3 messages waited, with 10 ms between two looks";
}

TEST_F(growing_mailboxes, one_that_has_ended_does_not_grow) {
  const otp::pid early = with_mailbox({}, true);
  otp::sleep_for(5s);
  EXPECT_EQ(growing({early}, 3, 10s), none) << "one that has ended is not among them: it had, before the first look";
  const otp::pid late = with_mailbox({1, 2}, true), first_only = with_mailbox({5}, true);
  otp::sleep_for(5s);
  EXPECT_EQ(growing({first_only, late}, 3, 10s), none)
      << "one that has ended meanwhile is not among them: is its mailbox "
         "taken for an empty one?";
}

TEST_F(growing_mailboxes, those_that_grow_are_returned_in_their_order) {
  const otp::pid first = with_mailbox({1, 2, 3}), calm = with_mailbox({7, 7, 7}), gone = with_mailbox({5}, true),
                 last = with_mailbox({0, 500, 501});
  otp::sleep_for(5s);
  EXPECT_EQ(growing({last, calm, gone, first}, 3, 10s), (std::vector{last, first}))
      << "those that grow, in the order in which they were given";
  EXPECT_EQ(growing({first, last}, 2, 10s), none) << "both grew before, and do no more";
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
  EXPECT_EQ(otp::message_queue_len(otp::self()), 4u)
      << "looking leaves the mailbox of the caller as it is: one message was there before, and three have come";
}
