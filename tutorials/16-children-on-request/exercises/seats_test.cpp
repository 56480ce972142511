#include <seats.hpp>

#include <gtest/gtest.h>

#include <otp/explore.hpp>
#include <otp/testing.hpp>

#include <stdexcept>
#include <string>

using namespace std::chrono_literals;

class seats : public testing::Test {
 protected:
  static otp::options chosen() {
    otp::options o;
    o.report = [](const otp::report&) {};
    o.schedule = otp::seeded(1);
    return o;
  }
  otp::system system{chosen()};
  static std::size_t inside(const bar& where) { return otp::count_children(where.guests).active; }
};

TEST_F(seats, guests_are_children_of_the_supervisor) {
  const bar where = open_bar(2);
  EXPECT_TRUE(come_in(where, [] { otp::wait_for_end(); }));
  EXPECT_TRUE(come_in(where, [] { otp::wait_for_end(); }));
  EXPECT_EQ(inside(where), 2u);
}

TEST_F(seats, who_finds_no_seat_does_not_begin) {
  const bar where = open_bar(1);
  EXPECT_TRUE(come_in(where, [] { otp::wait_for_end(); }));
  bool begun = false;
  EXPECT_FALSE(come_in(where, [&] { begun = true; })) << "the only seat is taken";
  otp::sleep_for(1s);
  EXPECT_FALSE(begun);
  EXPECT_EQ(inside(where), 1u);
}

TEST_F(seats, the_seat_of_one_who_has_left_is_free) {
  const bar where = open_bar(1);
  EXPECT_TRUE(come_in(where, [] { otp::sleep_for(1min); }));
  otp::sleep_for(2min);
  EXPECT_EQ(inside(where), 0u) << "the guest left a minute ago";
  EXPECT_TRUE(come_in(where, [] {}));
}

TEST_F(seats, one_who_has_failed_does_not_come_back) {
  const bar where = open_bar(1);
  int evenings = 0;
  EXPECT_TRUE(come_in(where, [&] {
    ++evenings;
    otp::sleep_for(1min);
    throw std::runtime_error("a broken cup");
  }));
  otp::sleep_for(10min);
  EXPECT_EQ(evenings, 1);
  EXPECT_EQ(inside(where), 0u);
}

TEST(seats_of_a_full_bar, of_three_at_once_two_get_in_under_every_schedule) {
  try {
    otp::explore({.schedules = 500}, [] {
      const bar where = open_bar(2);
      int got_in = 0;  // under a seed one actor runs at a time
      for (int guest = 0; guest < 3; ++guest)
        otp::spawn_monitor([&] { got_in += come_in(where, [] { otp::wait_for_end(); }); });
      for (int guest = 0; guest < 3; ++guest) otp::expect<otp::down>();
      if (got_in != 2) throw otp::expectation_failed(std::to_string(got_in) + " guests have got in, for two seats");
    });
  } catch (const otp::expectation_failed& failure) {
    FAIL() << failure.what();
  }
}
