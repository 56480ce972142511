#include <kitchen.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

#include <string>

using namespace std::chrono_literals;

class kitchen_of : public testing::Test {
 protected:
  otp::system system{otp::seeded(1)};
  otp::server_ref<kitchen> stove = otp::start<kitchen>();
  otp::time_point begin = otp::now();

  struct served {
    std::string dish;
    otp::time_point at;
  };
  /// A guest who orders, and tells when the dish has come.
  void guest_orders(const std::string& dish, otp::duration time) {
    otp::spawn("guest", [=, this, to = otp::self()] {
      const std::string got = otp::call(stove, order{dish, time}, otp::infinity);
      otp::send(to, served{got, otp::now()});
    });
    otp::sleep_for(1s);  // so that guests order in a known order
  }
  /// `eggs after 30 s`, or `nothing`.
  std::string next_served() {
    return otp::receive(
        [&](const served& s) { return s.dish + " after " + std::to_string((s.at - begin) / 1s) + " s"; },
        otp::after(1h, [] { return std::string("nothing"); }));
  }
  /// What the kitchen says, if it does so at once.
  std::string seen_on_the_stove() {
    const otp::time_point asked = otp::now();
    const auto dish = otp::try_call(stove, on_the_stove{}, 1min);
    if (!dish) return "no answer";
    return otp::now() == asked ? *dish.value : "a late answer";
  }
};

TEST_F(kitchen_of, a_dish_is_done_when_its_time_is_over) {
  otp::cast(stove, open_up{});
  guest_orders("eggs", 30s);
  EXPECT_EQ(next_served(), "eggs after 30 s");
}

TEST_F(kitchen_of, who_orders_while_another_dish_is_made_is_served_after_it) {
  otp::cast(stove, open_up{});
  guest_orders("eggs", 30s);
  guest_orders("waffles", 20s);
  guest_orders("toast", 10s);
  EXPECT_EQ(next_served(), "eggs after 30 s");
  EXPECT_EQ(next_served(), "waffles after 50 s") << "the waffles were ordered second";
  EXPECT_EQ(next_served(), "toast after 60 s") << "the toast was ordered last";
}

TEST_F(kitchen_of, who_orders_before_it_is_open_is_served_afterwards) {
  guest_orders("eggs", 30s);
  guest_orders("toast", 10s);
  otp::sleep_for(58s);
  otp::cast(stove, open_up{});
  EXPECT_EQ(next_served(), "eggs after 90 s") << "the eggs were ordered first, and the kitchen opened after 60 s";
  EXPECT_EQ(next_served(), "toast after 100 s") << "the toast waited for the eggs";
}

TEST_F(kitchen_of, it_answers_questions_at_once_while_it_cooks) {
  EXPECT_EQ(seen_on_the_stove(), "nothing") << "it is closed";
  otp::cast(stove, open_up{});
  EXPECT_EQ(seen_on_the_stove(), "nothing") << "there is no order";
  guest_orders("eggs", 30s);
  guest_orders("waffles", 20s);
  EXPECT_EQ(seen_on_the_stove(), "eggs") << "the eggs were ordered first, and are not done";
  EXPECT_EQ(next_served(), "eggs after 30 s");
  EXPECT_EQ(seen_on_the_stove(), "waffles") << "the eggs are done, and the waffles come next";
  EXPECT_EQ(next_served(), "waffles after 50 s");
  EXPECT_EQ(seen_on_the_stove(), "nothing") << "all have been served";
}

TEST_F(kitchen_of, opening_it_twice_changes_nothing) {
  otp::cast(stove, open_up{});
  guest_orders("eggs", 30s);
  guest_orders("toast", 10s);
  otp::cast(stove, open_up{});
  EXPECT_EQ(next_served(), "eggs after 30 s");
  EXPECT_EQ(next_served(), "toast after 40 s");
}
