#include <pour.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

using namespace std::chrono_literals;

class pouring : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  /// Empties `thirst` glasses, one after the other, and then leaves: for this reason.
  otp::pid guest(int thirst = 1000, otp::duration each = 1s, const otp::exit_reason& why = otp::normal) {
    return otp::spawn("guest", [=, this] {
      for (int i = 0; i < thirst; ++i)
        otp::receive([&](const glass& g) {
          otp::sleep_for(each);
          most = std::max(most, otp::process_info(otp::self())->message_queue_len + 1);
          numbers.push_back(g.number);
          otp::send(g.from, thanks{});
        });
      if (why != otp::normal) otp::exit(why);
    });
  }
  /// Takes each glass at once, holds them all, and empties one a second.
  otp::pid many_handed_guest() {
    return otp::spawn("guest", [this] {
      struct next {};
      std::vector<glass> held;
      for (;;)
        otp::receive(
            [&](const glass& g) {
              held.push_back(g);
              most = std::max(most, held.size());
              if (held.size() == 1) otp::send_after(1s, otp::self(), next{});
            },
            [&](next) {
              otp::send(held.front().from, thanks{});
              held.erase(held.begin());
              if (!held.empty()) otp::send_after(1s, otp::self(), next{});
            });
    });
  }
  /// What a waiter of its own returns who pours; nothing if that one waits for ever, or has ended without.
  static std::optional<int> poured(const otp::pid& to, int count, int window) {
    struct result {
      int thanked;
    };
    otp::spawn("waiter", [=, main = otp::self()] { otp::send(main, result{pour(to, count, window)}); });
    return otp::receive([](result r) { return std::optional(r.thanked); },
                        otp::after(10min, [] { return std::optional<int>(); }));
  }
  static long seconds_since(otp::time_point begin) { return (otp::now() - begin) / 1s; }

  std::vector<int> numbers;
  std::size_t most = 0;
  otp::system system{chosen()};
};

TEST_F(pouring, all_glasses_come_in_order) {
  EXPECT_EQ(poured(guest(), 5, 2), 5);
  otp::sleep_for(1min);
  EXPECT_EQ(numbers, (std::vector{1, 2, 3, 4, 5})) << "five were ordered";
}

TEST_F(pouring, a_window_that_is_larger_than_the_order_is_not_filled) {
  EXPECT_EQ(poured(guest(), 2, 5), 2);
  otp::sleep_for(1min);
  EXPECT_EQ(numbers, (std::vector{1, 2})) << "the guest has got more glasses than were ordered";
  EXPECT_EQ(poured(guest(), 0, 5), 0) << "none were ordered";
}

TEST_F(pouring, no_more_than_the_window_stand_on_the_table) {
  EXPECT_EQ(poured(guest(), 20, 3), 20);
  EXPECT_EQ(most, 3u) << "the window is 3, and so many were the most glasses at once";
}

TEST_F(pouring, a_slow_guest_gets_no_more_than_the_window_either) {
  EXPECT_EQ(poured(guest(1000, 20s), 10, 3), 10) << "a slow guest is waited for: 20 s for each glass";
  EXPECT_EQ(most, 3u) << "the window is 3, and so many were the most glasses at once";
}

TEST_F(pouring, what_the_guest_holds_counts_until_the_thanks) {
  EXPECT_EQ(poured(many_handed_guest(), 10, 3), 10);
  EXPECT_EQ(most, 3u) << "the window is 3, and so many glasses at once were without thanks: those that the guest has "
                         "taken out of the mailbox, and not thanked for, count";
}

TEST_F(pouring, a_guest_who_leaves_gets_no_more) {
  const otp::time_point begin = otp::now();
  const auto thanked = poured(guest(4), 10, 3);
  ASSERT_TRUE(thanked) << "the waiter waits for thanks from a guest who has left";
  EXPECT_EQ(thanked, 4);
  EXPECT_LE(seconds_since(begin), 5) << "the guest left after 4 s, and the waiter has to stop at once";
}

TEST_F(pouring, a_guest_who_fails_takes_nobody_along) {
  const auto thanked = poured(guest(4, 1s, otp::exit_reason("ill")), 10, 3);
  ASSERT_TRUE(thanked) << "a guest who fails has left, and is no reason for the waiter to end: the waiter returned "
                          "nothing";
  EXPECT_EQ(thanked, 4);
}

TEST_F(pouring, a_guest_who_was_never_there_is_not_waited_for) {
  const auto [gone, ref] = otp::spawn_monitor([] {});
  otp::await_down(ref);
  const auto thanked = poured(gone, 10, 3);
  ASSERT_TRUE(thanked) << "the waiter waits for thanks from a guest who has left, before the first glass";
  EXPECT_EQ(thanked, 0);
}

TEST_F(pouring, only_the_end_of_the_guest_counts) {
  otp::spawn_monitor([] { otp::sleep_for(2s); });
  EXPECT_EQ(pour(guest(), 10, 3), 10) << "another actor has ended, which the caller has watched: the guest is there";
}

TEST_F(pouring, nothing_is_left_in_the_mailbox) {
  pour(guest(3), 3, 1);
  otp::sleep_for(1min);
  EXPECT_TRUE(otp::waiting_messages().empty()) << "left in the mailbox: " << otp::waiting_messages()[0];
}

TEST(pouring_in_any_order, nothing_is_left_in_the_mailbox) {
  const auto found = otp::find_failing_schedule({.schedules = 300}, [] {
    const otp::pid guest = otp::spawn("guest", [] {
      for (int i = 0; i < 2; ++i) otp::receive([](const glass& g) { otp::send(g.from, thanks{}); });
    });
    const int thanked = pour(guest, 2, 1);
    if (thanked != 2)
      throw otp::expectation_failed("thanks before the end count: there were 2, not " + std::to_string(thanked));
    otp::sleep_for(1min);
    if (const auto left = otp::waiting_messages(); !left.empty())
      throw otp::expectation_failed("left in the mailbox: " + left[0] + " of a guest who left after the last thanks");
  });
  if (found) ADD_FAILURE() << *found->failure << "\nthe run: OTP_SCHEDULE=" << to_string(found->schedule);
}
