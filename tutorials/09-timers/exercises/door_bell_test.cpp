#include <door_bell.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

using namespace std::chrono_literals;

class door_bell_of : public testing::Test {
 protected:
  otp::system system{otp::seeded(1)};
  otp::server_ref<door_bell> bell = otp::start<door_bell>(otp::self());
  otp::time_point begin = otp::now();

  /// Seconds since the beginning, and how often it was pressed.
  std::pair<long, int> next() {
    return otp::receive(
        [&](guests_at_the_door g) { return std::pair<long, int>((otp::now() - begin) / 1s, g.pressed); },
        otp::after(1min, [] { return std::pair<long, int>(-1, -1); }));
  }
};
const std::pair<long, int> nothing(-1, -1);

TEST_F(door_bell_of, one_ring_is_one_message_after_two_seconds) {
  otp::cast(bell, ring{});
  EXPECT_EQ(next(), std::pair(2L, 1)) << "two seconds after the ring the owner is told, of one";
  EXPECT_EQ(next(), nothing) << "the owner is told once";
}

TEST_F(door_bell_of, many_rings_are_one_message_two_seconds_after_the_last) {
  for (int i = 0; i < 5; ++i) {
    otp::cast(bell, ring{});
    otp::sleep_for(1s);
  }
  EXPECT_EQ(next(), std::pair(6L, 5)) << "the last ring was at 4 s";
  EXPECT_EQ(next(), nothing) << "many rings are one message: each puts off the one before";
}

TEST_F(door_bell_of, it_counts_from_nothing_again) {
  otp::cast(bell, ring{});
  EXPECT_EQ(next(), std::pair(2L, 1)) << "two seconds after the ring the owner is told, of one";
  otp::cast(bell, ring{});
  EXPECT_EQ(next(), std::pair(4L, 1)) << "it counts from nothing again when the owner was told";
}

TEST_F(door_bell_of, a_question_puts_nothing_off) {
  otp::cast(bell, ring{});
  otp::cast(bell, ring{});
  otp::sleep_for(1500ms);
  EXPECT_EQ(otp::call(bell, pressed{}), 2) << "it was pressed twice so far";
  EXPECT_EQ(next(), std::pair(2L, 2)) << "a question must not put off the message, nor bring it early";
}

TEST_F(door_bell_of, a_ring_that_comes_with_the_old_timer_starts_a_new_wait) {
  otp::cast(bell, ring{});
  otp::sleep_for(1s);
  otp::suspend(bell);  // it is kept busy while its timer fires and the button is pressed
  otp::sleep_for(500ms);
  otp::cast(bell, ring{});
  otp::sleep_for(1500ms);
  otp::resume(bell);
  EXPECT_EQ(next(), std::pair(5L, 2)) << "the timer of the first ring had fired before it was cancelled";
}
