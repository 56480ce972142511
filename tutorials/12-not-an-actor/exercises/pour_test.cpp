#include <pour.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

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
  /// Empties a glass a second, `thirst` of them, and then leaves.
  otp::pid guest(int thirst = 1000) {
    return otp::spawn("guest", [this, thirst] {
      for (int i = 0; i < thirst; ++i)
        otp::receive([&](const glass& g) {
          otp::sleep_for(1s);
          most = std::max(most, otp::process_info(otp::self())->message_queue_len + 1);
          numbers.push_back(g.number);
          otp::send(g.from, thanks{});
        });
    });
  }
  std::vector<int> numbers;
  std::size_t most = 0;
  otp::system system{chosen()};
};

TEST_F(pouring, all_glasses_come_in_order) {
  EXPECT_EQ(pour(guest(), 5, 2), 5);
  EXPECT_EQ(numbers, (std::vector{1, 2, 3, 4, 5}));
}

TEST_F(pouring, no_more_than_the_window_stand_on_the_table) {
  EXPECT_EQ(pour(guest(), 20, 3), 20);
  EXPECT_EQ(most, 3u) << "the most glasses at once";
}

TEST_F(pouring, a_guest_who_leaves_gets_no_more) {
  const auto [waiter, ref] = otp::spawn_monitor([this, to = otp::self()] { otp::send(to, pour(guest(4), 10, 3)); });
  const int thanked = otp::receive([](int n) { return n; }, otp::after(1min, [] { return -1; }));
  EXPECT_EQ(thanked, 4) << (thanked == -1 ? "the waiter waits for thanks from somebody who has left" : "");
}

TEST_F(pouring, nothing_is_left_in_the_mailbox) {
  pour(guest(3), 3, 1);
  otp::sleep_for(1min);
  EXPECT_TRUE(otp::waiting_messages().empty()) << otp::waiting_messages()[0];
}
