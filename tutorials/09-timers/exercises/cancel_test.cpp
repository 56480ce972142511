#include <cancel.hpp>

#include <gtest/gtest.h>

#include <otp/testing.hpp>

#include <string>

using namespace std::chrono_literals;

/// What it returns. A wait that no message can end is a failure.
bool cancelled(const otp::ref& timer) {
  const otp::time_point begin = otp::now();
  try {
    const bool in_time = cancel_for_good(timer);
    EXPECT_TRUE(otp::now() == begin) << "this never waits: what has been sent is in the mailbox, or has been taken";
    return in_time;
  } catch (const otp::error& e) {
    if (e.code() != otp::errc::deadlock) throw;
    throw otp::expectation_failed("this never waits, and it waits for a message that has been received before");
  }
}

TEST(cancel, in_time) {
  otp::system system{otp::seeded(1)};
  const otp::ref timer = otp::start_timer(1s, otp::self(), 1);
  EXPECT_TRUE(cancelled(timer)) << "it was cancelled in time: true";
  otp::sleep_for(2s);
  EXPECT_TRUE(otp::waiting_messages().empty()) << "the message of a timer that was cancelled in time never comes";
}

TEST(cancel, too_late) {
  otp::system system{otp::seeded(1)};
  const otp::ref timer = otp::start_timer(1s, otp::self(), 1);
  otp::sleep_for(2s);
  EXPECT_FALSE(cancelled(timer)) << "it had fired before it was cancelled: false";
  EXPECT_TRUE(otp::waiting_messages().empty()) << "the message of the cancelled timer is in the mailbox";
}

TEST(cancel, others_stay_in_their_order) {
  otp::system system{otp::seeded(1)};
  otp::send(otp::self(), 'a');
  const otp::ref other = otp::start_timer(1s, otp::self(), 1);
  const otp::ref timer = otp::start_timer(2s, otp::self(), 2);
  otp::sleep_for(3s);
  otp::send(otp::self(), 'b');
  EXPECT_FALSE(cancelled(timer)) << "it had fired before it was cancelled: false";
  const auto place = [](char what) {
    return otp::receive([](char c) { return c; }, otp::after(0s, [] { return '-'; })) == what;
  };
  const auto first = otp::waiting_messages();
  ASSERT_EQ(first.size(), 3u) << "all other messages stay: a, the one of another timer, and b";
  EXPECT_TRUE(first[1].find("timer_timeout") != std::string::npos)
      << "all other messages stay where they are, in their order";
  EXPECT_TRUE(otp::expect<otp::timer_timeout>().ref == other) << "the message of another timer was taken";
  EXPECT_TRUE(place('a') && place('b')) << "all other messages stay where they are, in their order";
}

TEST(cancel, of_one_that_was_received_it_does_not_wait) {
  otp::system system{otp::seeded(1)};
  const otp::ref timer = otp::start_timer(1s, otp::self(), 1);
  otp::expect<otp::timer_timeout>();
  EXPECT_FALSE(cancelled(timer)) << "its message had been received: it was not cancelled in time";
}

TEST(cancel, of_one_that_was_received_it_takes_no_other) {
  otp::system system{otp::seeded(1)};
  const otp::ref timer = otp::start_timer(1s, otp::self(), 1);
  otp::expect<otp::timer_timeout>();
  const otp::ref other = otp::start_timer(1s, otp::self(), 2);
  otp::sleep_for(2s);
  EXPECT_FALSE(cancelled(timer)) << "its message had been received: it was not cancelled in time";
  ASSERT_EQ(otp::waiting_messages().size(), 1u) << "the message of another timer was taken";
  EXPECT_TRUE(otp::expect<otp::timer_timeout>().ref == other);
}
