#include <cheapest.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

using namespace std::chrono_literals;

class cheapest_milk : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  otp::system system{chosen()};
  otp::time_point begin = otp::now();
  long seconds() const { return (otp::now() - begin) / 1s; }
};
dairy answers_after(otp::duration time, int price) {
  return [=] {
    otp::sleep_for(time);
    return price;
  };
}

TEST_F(cheapest_milk, the_lowest_price_is_found) {
  EXPECT_EQ(cheapest({answers_after(1s, 130), answers_after(2s, 90), answers_after(3s, 120)}, 5s), 90);
  EXPECT_EQ(cheapest({answers_after(1s, 80), answers_after(2s, 90)}, 5s), 80);
  EXPECT_EQ(cheapest({}, 5s), std::nullopt);
}

TEST_F(cheapest_milk, all_are_asked_at_the_same_time) {
  EXPECT_EQ(cheapest(std::vector<dairy>(100, answers_after(3s, 90)), 5s), 90);
  EXPECT_EQ(seconds(), 3) << "each of the hundred takes 3 s";
}

TEST_F(cheapest_milk, one_that_is_late_has_no_price_however_slow_the_others_are) {
  EXPECT_EQ(cheapest({answers_after(4s, 130), answers_after(1min, 120), answers_after(8s, 90)}, 5s), 130)
      << "the 90 came after 8 s, and the patience is 5 s";
}

TEST_F(cheapest_milk, several_that_are_silent_take_no_longer_than_one) {
  EXPECT_EQ(cheapest(std::vector<dairy>(4, answers_after(1min, 90)), 5s), std::nullopt);
  EXPECT_EQ(seconds(), 5) << "there are four, and the patience is 5 s";
}

TEST_F(cheapest_milk, one_that_fails_does_no_harm) {
  const dairy fails = []() -> int { throw std::runtime_error("no milk"); };
  EXPECT_EQ(cheapest({fails, answers_after(1s, 90)}, 5s), 90);
  EXPECT_EQ(cheapest({fails}, 5s), std::nullopt);
}

TEST_F(cheapest_milk, in_the_end_none_is_asked_any_more) {
  bool asked = false;
  const dairy slow = [&] {
    otp::sleep_for(1min);
    asked = true;
    return 90;
  };
  EXPECT_EQ(cheapest({slow, answers_after(1s, 120)}, 5s), 120);
  otp::sleep_for(2min);
  EXPECT_FALSE(asked) << "the slow one was still asked after all";
}
