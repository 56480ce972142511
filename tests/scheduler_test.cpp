// scheduler_test.cpp - the seam through which all waiting goes (src/schedule/scheduler.hpp).
#include "support.hpp"

#include "schedule/scheduler.hpp"

namespace {

TEST(scheduler_test, deadlines_do_not_overflow) {
  otp::scheduler s;
  EXPECT_EQ(s.deadline_after(otp::infinity), otp::never);
  EXPECT_LT(s.deadline_after(1h), otp::never);
}

TEST(scheduler_test, a_free_choice_is_free_whatever_else_it_says) {
  otp::schedule_choice choice = otp::free_running;
  choice.longest = 20'000'000;  // as a program says that replaces the kind alone
  EXPECT_FALSE(otp::scheduler(choice).seeded());
}

}  // namespace
