#include <quickest.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

using namespace std::chrono_literals;

std::function<void()> takes(otp::duration time) {
  return [time] { otp::sleep_for(time); };
}
void fails() { otp::exit("flat tyre"); }

TEST(quickest, the_quicker_one_wins) {
  otp::system system{otp::seeded(1)};
  EXPECT_EQ(quickest(takes(2s), takes(1s)), 1);
  EXPECT_EQ(quickest(takes(1s), takes(2s)), 0);
}

TEST(quickest, it_does_not_wait_for_the_slower_one) {
  otp::system system{otp::seeded(1)};
  const otp::time_point start = otp::now();
  quickest(takes(1s), takes(1h));
  EXPECT_LE(otp::now() - start, 2s) << "the slower one was waited for";
  EXPECT_EQ(otp::processes().size(), 1u) << "the slower one is still on the road";
  EXPECT_TRUE(otp::waiting_messages().empty()) << "left in the mailbox: " << otp::waiting_messages()[0];
}

TEST(quickest, the_slower_one_is_over_when_it_returns) {
  otp::system system{otp::seeded(1)};
  bool over = false;
  const std::function<void()> tidies_up = [&over] {
    struct last_words {
      bool& said;
      ~last_words() { said = true; }
    } const at_the_end{over};
    otp::sleep_for(1h);
  };
  EXPECT_EQ(quickest(tidies_up, takes(1s)), 1);
  EXPECT_TRUE(over) << "quickest has returned, and the slower one is not over";
}

TEST(quickest, one_that_fails_does_not_win) {
  otp::system system{otp::seeded(1)};
  EXPECT_EQ(quickest(fails, takes(1s)), 1);
  EXPECT_EQ(quickest(fails, fails), -1);
  EXPECT_TRUE(otp::waiting_messages().empty());
}
